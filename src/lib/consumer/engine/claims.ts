import type {ActionDefinition, ActionRegistry} from '../actions/registry.js'
import type {TextTemplate} from '../config/types.js'
import type {NewClaim, SkipReason} from '../history/store.js'
import {actionKey, incidentKey} from '../incident/key.js'
import {renderText} from '../incident/template.js'
import {serialiseIncident} from '../incident/payload.js'
import type {Incident, SourceMessage} from '../types.js'

export interface ClaimRules {
  readonly actions: ActionRegistry
  /** Undefined: no incident is too old. */
  readonly maxAgeMs: number | undefined
}

/** The claims that a matched incident asks for, one for each action. Pure but for the time it is given. */
export function planClaims(
  message: SourceMessage,
  incident: Incident,
  actionNames: readonly string[],
  rules: ClaimRules,
  now: number,
): NewClaim[] {
  const payload = serialiseIncident(incident)
  const place = {topic: message.topic, partition: message.partition, offset: message.offset}
  return actionNames.map((action) => {
    const definition = rules.actions.get(action)
    const reason = obstacle(newsAge(message, incident, now), definition, rules)
    return {
      key: actionKey(incident, {name: action, oncePer: definition?.policy.oncePer ?? 'incident'}, now),
      action,
      incidentKey: incidentKey(incident),
      incidentId: incident.id,
      source: incident.source,
      severity: incident.severity,
      active: incident.active,
      place,
      claimedAt: now,
      payload,
      concurrencyKey: concurrencyKeyOf(definition?.policy.concurrencyKey, incident),
      onUnknown: definition?.policy.onUnknown ?? 'hold',
      ...(reason === undefined
        ? {state: definition?.policy.approval ? 'awaiting_approval' : 'claimed'}
        : {state: 'skipped', reason}),
    }
  })
}

/** Undefined where the incident has no such value: it shares it with no other one. */
function concurrencyKeyOf(template: TextTemplate | undefined, incident: Incident): string | undefined {
  if (template === undefined) return undefined
  const rendered = renderText(template, incident)
  return 'value' in rendered ? rendered.value : undefined
}

/** Milliseconds since what the message tells; an alert that has fired for days is news when it is sent again. */
function newsAge({timestamp}: SourceMessage, {updated, start}: Incident, now: number): number | undefined {
  const told = updated ?? timestamp ?? start
  return told === undefined ? undefined : now - told
}

function obstacle(
  ageMs: number | undefined,
  definition: ActionDefinition | undefined,
  {maxAgeMs}: ClaimRules,
): SkipReason | undefined {
  if (!definition) return 'undefined-action'
  if (!definition.policy.enabled) return 'disabled'
  if (maxAgeMs !== undefined && ageMs !== undefined && ageMs > maxAgeMs) return 'stale'
  return undefined
}
