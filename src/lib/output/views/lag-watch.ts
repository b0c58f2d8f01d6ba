import type {GroupLag, LagReport} from '../../kafka/lag/report.js'
import type {LagEvent} from '../../kafka/lag/watch.js'
import {isProblem, needsSomebody} from '../../kafka/lag/urgency.js'
import {duration, printable, timeOfDay} from '../format.js'
import {paint} from '../style.js'
import {lagView, type LagViewOptions} from './lag.js'
import {course, isBehind, noGroup, lagWords, note, placeOf, waiting} from './lag-words.js'

export interface LagWatchOptions extends LagViewOptions {
  readonly intervalMs: number
}

/** A whole screen: the last sample that there is, under a line that tells how old it is. */
export function lagScreen(last: LagReport | undefined, event: LagEvent, options: LagWatchOptions): string {
  const {dim} = paint()
  const status =
    event.kind === 'sample'
      ? dim(
          `${timeOfDay(Date.parse(event.report.at))} UTC · every ${duration(options.intervalMs)} · Ctrl-C ends`,
        )
      : `${outage(event)}${last ? dim(` · shown: ${timeOfDay(Date.parse(last.at))} UTC`) : ''}`
  return [status, '', ...(last ? [lagView(last, options)] : [])].join('\n')
}

/** The same for a log: a line per group that is behind or needs somebody, each time. */
export function lagLines(
  event: LagEvent,
  {zero = false, overview = false, minLag = 0n}: LagWatchOptions,
): string[] {
  if (event.kind !== 'sample') return [`${timeOfDay(event.at)}  ${outage(event)}`]
  const {groups, at} = event.report
  const shown = groups.filter((group) => zero || !overview || isBehind(group) || needsSomebody(group))
  if (shown.length === 0) {
    return [`${timeOfDay(Date.parse(at))}  ${groups.length === 0 ? noGroup(minLag) : 'no group is behind'}`]
  }
  return shown.map((group) => `${timeOfDay(Date.parse(at))}  ${groupLine(group)}`)
}

function groupLine(group: GroupLag): string {
  const problems = group.partitions.filter(isProblem).slice(0, 3)
  const {oldest} = group.total
  const parts = [
    printable(group.group),
    group.state,
    lagWords(group),
    course(group.trend),
    oldest ? `oldest ${waiting(oldest)}` : '',
    group.error ? `! ${printable(group.error.message)}` : '',
    ...problems.map((one) => `! ${placeOf(one)} ${note(one)}`),
  ]
  return parts.filter((part) => part !== '').join('  ')
}

function outage(event: Exclude<LagEvent, {kind: 'sample'}>): string {
  const sign = paint().red('!')
  if (event.kind === 'waiting') return `${sign} no answer for ${duration(event.forMs)}`
  const lines = event.error.message.split('\n').map((line) => printable(line.trim()))
  return `${sign} ${lines.filter((line) => line !== '').join(' ')}`
}

/** What a JSON stream has of an event: a line per group, or one for the failure; nothing while waiting. */
export function lagRecords(event: LagEvent, cluster: string): Record<string, unknown>[] {
  if (event.kind === 'waiting') return []
  if (event.kind === 'failed') {
    const {code, message} = event.error
    return [{at: new Date(event.at).toISOString(), cluster, error: {code, message}}]
  }
  const {at, groups, unanswered} = event.report
  const lost = unanswered.map(({broker, error}) => ({at, cluster, broker, error}))
  return [...groups.map((group) => ({at, cluster, ...groupRecord(group)})), ...lost]
}

// Partitions without lag would make up most of a stream that somebody keeps.
function groupRecord({partitions, members, ...group}: GroupLag): Record<string, unknown> {
  return {
    ...group,
    members: members.length,
    partitions: partitions.filter((one) => one.lag !== 0n || isProblem(one)),
  }
}
