import type {HealthReport} from '../../kafka/health/types.js'
import type {Sampled} from '../../kafka/sampled.js'
import {duration, printable, timeOfDay} from '../format.js'
import {paint} from '../style.js'
import {findingLine, healthView, healthWords, type HealthViewOptions} from './health.js'

/** A whole screen: the last look that there is, under a line that tells how old it is. */
export function healthScreen(
  last: HealthReport | undefined,
  event: Sampled<HealthReport>,
  {intervalMs, ...options}: HealthViewOptions & {intervalMs: number},
): string {
  const {dim} = paint()
  const status =
    event.kind === 'sample'
      ? dim(`${timeOfDay(Date.parse(event.value.at))} UTC · every ${duration(intervalMs)} · Ctrl-C ends`)
      : `${gap(event)}${last ? dim(` · shown: ${timeOfDay(Date.parse(last.at))} UTC`) : ''}`
  return [status, '', ...(last ? [healthView(last, options)] : [])].join('\n')
}

/** The same for a log: a line each time, and one more for each thing that is wrong. */
export function healthLines(event: Sampled<HealthReport>): string[] {
  if (event.kind !== 'sample') return [`${timeOfDay(event.at)}  ${gap(event)}`]
  const {at, findings} = event.value
  const wrong = findings.filter(({level}) => level !== 'ok' && level !== 'info')
  return [
    `${timeOfDay(Date.parse(at))}  ${healthWords(event.value)}`,
    ...wrong.map((finding) => `          ${findingLine(finding)}`),
  ]
}

function gap(event: Exclude<Sampled<HealthReport>, {kind: 'sample'}>): string {
  const sign = paint().red('✗')
  if (event.kind === 'waiting') return `${sign} no answer for ${duration(event.forMs)}`
  return `${sign} ${printable(event.error.line)}`
}

/** What a JSON stream has of an event; nothing while waiting. */
export function healthRecords(event: Sampled<HealthReport>): unknown[] {
  if (event.kind === 'waiting') return []
  if (event.kind === 'sample') return [event.value]
  const {code, message} = event.error
  return [{at: new Date(event.at).toISOString(), status: 'unknown', error: {code, message}}]
}
