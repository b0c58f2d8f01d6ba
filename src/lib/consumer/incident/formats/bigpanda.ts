import type {Incident} from '../../types.js'
import {incidentId} from '../incident-id.js'
import {firstOf, isObject, textOf, type JsonObject} from '../json-value.js'
import {LazyIncident} from '../lazy-incident.js'
import {CLOSED_STATUSES, flagOf, severityOf, timeOf} from '../read.js'
import type {TagCollector} from '../tags.js'
import {invalid, type IncidentFormat} from './format.js'

const NAME = 'bigpanda'

const ID = ['id', 'incident_id']
// Times of the webhook and API v1, then of API v2.
const START = ['startedOn', 'start']
const END = ['endedOn', 'end']
const UPDATED = ['updatedOn', 'updated_at', 'changedOn', 'changed_at']
const TITLE = ['title', 'subject', 'description', 'condition_name']
const TAG_SETS = ['incident_tags', 'incidentTags', 'tags']

/**
 * An incident of BigPanda's notification webhook or of its API, bare or as `{incident: …}`. Users write the
 * webhook's template themselves, so only what acting safely needs is insisted on.
 *
 * @see https://docs.bigpanda.io/reference/webhook-incident-object
 */
export const bigpanda: IncidentFormat = {
  name: NAME,
  recognises: () => true,
  read(message, exactMessage) {
    const body = unwrap(message)
    const exact = (): JsonObject => unwrap(exactMessage())
    const id = incidentId(firstOf(body, ID), () => firstOf(exact(), ID))
    if (typeof id !== 'string') return id
    const {status: rawStatus = null, active: rawActive = null, alerts = null} = body
    const status = rawStatus === null ? '' : textOf(rawStatus)
    if (status === undefined) return invalid('WrongType', 'the status of the incident is not text')
    const active = rawActive === null ? undefined : flagOf(rawActive)
    if (rawActive !== null && active === undefined) {
      return invalid('WrongType', '"active" of the incident is neither true nor false')
    }
    // What cannot be looked into must not pass for an incident without tags, which would match nothing.
    if (typeof alerts !== 'object') return invalid('WrongType', '"alerts" of the incident is not a list')
    const wrong = TAG_SETS.find((name) => typeof (body[name] ?? null) !== 'object')
    if (wrong !== undefined) return invalid('WrongType', `"${wrong}" of the incident is not a list`)

    const end = timeOf(firstOf(body, END))
    const word = status.toLowerCase()
    const incident: Incident = new LazyIncident(
      {
        id,
        source: NAME,
        status: word,
        severity: severityOf(word === '' ? textOf(body['severity']) : word),
        active: active ?? !(CLOSED_STATUSES.has(word) || body['resolved'] === true || end !== undefined),
        start: timeOf(firstOf(body, START)),
        end,
        updated: timeOf(firstOf(body, UPDATED)),
      },
      {body, exact, title, collectTags},
    )
    return [incident]
  },
}

const unwrap = (message: JsonObject): JsonObject =>
  isObject(message['incident']) ? message['incident'] : message

const alertsOf = ({alerts}: JsonObject): readonly unknown[] =>
  Array.isArray(alerts) ? (alerts as unknown[]) : [alerts]

const title = (body: JsonObject): string | undefined => {
  const [first] = alertsOf(body)
  return textOf(firstOf(body, TITLE) ?? (isObject(first) ? firstOf(first, TITLE) : undefined))
}

function collectTags(body: JsonObject, into: TagCollector): void {
  for (const name of TAG_SETS) into.addAll(body[name])
  for (const alert of alertsOf(body)) if (isObject(alert)) into.addAll(alert['tags'])
}
