import type {Incident, Undecodable} from '../../types.js'
import {incidentId} from '../incident-id.js'
import {firstOf, isObject, own, textOf, type JsonObject} from '../json-value.js'
import {LazyIncident} from '../lazy-incident.js'
import {severityOf, timeOf} from '../read.js'
import {invalid, type IncidentFormat} from './format.js'

const NAME = 'alertmanager'

/**
 * A webhook message of Prometheus's Alertmanager, version 4: a group of alerts, each an incident of its own.
 * A new firing of the same alert has another start and so is another incident.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export const alertmanager: IncidentFormat = {
  name: NAME,
  recognises: (body) => body['version'] === '4' && 'groupKey' in body && 'alerts' in body,
  read({alerts}) {
    if (!Array.isArray(alerts)) return invalid('WrongType', '"alerts" is not a list')
    const read = alerts.map(readAlert)
    // All or nothing: a message is a dead letter as a whole.
    const problem = read.find((result) => 'problem' in result)
    return problem?.problem ?? read.flatMap((result) => ('incident' in result ? [result.incident] : []))
  },
}

type Read = {readonly incident: Incident} | {readonly problem: Undecodable}

function readAlert(alert: unknown, index: number): Read {
  const wrong = (what: string): Read => ({problem: invalid('WrongType', `alerts[${index}]${what}`)})
  if (!isObject(alert)) return wrong(' is not an object')
  const {labels, status, startsAt, endsAt, fingerprint} = alert
  if (!isObject(labels)) return wrong('.labels is not an object')
  if (status !== 'firing' && status !== 'resolved') return wrong('.status is neither firing nor resolved')
  const start = typeof startsAt === 'string' ? timeOf(startsAt) : undefined
  if (start === undefined) return wrong('.startsAt is not a time')
  const print = incidentId(fingerprint, () => fingerprint)
  if (typeof print !== 'string') {
    return {problem: invalid(print.kind, `alerts[${index}].fingerprint: ${print.message}`)}
  }

  const firing = status === 'firing'
  const incident = new LazyIncident(
    {
      id: `${print}@${String(startsAt)}`,
      source: NAME,
      status,
      severity: firing ? severityOf(textOf(own(labels, 'severity'))) : 'ok',
      active: firing,
      start,
      // While it fires, this is when Alertmanager would give it up.
      end: firing ? undefined : timeOf(endsAt),
      updated: undefined,
    },
    {body: alert, exact: () => alert, title, collectTags: (body, into) => into.addAll(body['labels'])},
  )
  return {incident}
}

function title({annotations, labels}: JsonObject): string | undefined {
  const summary = isObject(annotations) ? firstOf(annotations, ['summary', 'description']) : undefined
  return textOf(summary ?? (isObject(labels) ? own(labels, 'alertname') : undefined))
}
