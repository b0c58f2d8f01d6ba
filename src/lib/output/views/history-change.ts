import type {HistoryInfo, ImportReport, PrunePlan, ResolvePlan} from '../../consumer/history/query.js'
import {displayPath} from '../display-path.js'
import {count, duration, plural, printable, timeOfDay} from '../format.js'
import {paint} from '../style.js'

const EFFECT = {
  succeeded: 'counts as done and is never run again',
  failed: 'counts as failed and is not run again',
  retry: 'is run again by the consumer',
} as const

/** What resolving will do. */
export const resolvePlanView = ({record, as}: ResolvePlan): string =>
  [
    `${paint().bold(printable(record.key))}  ${record.state.replace('_', ' ')} → ${as}`,
    ...(record.note ? [`   ${printable(record.note)}`] : []),
    `   ${record.action} for ${printable(record.incidentId)} ${EFFECT[as]}`,
    ...(as === 'retry' && record.startedAt !== undefined
      ? [`   It was started ${timeOfDay(record.startedAt)} UTC: it may have had its effect already`]
      : []),
  ].join('\n')

/** What pruning will do. */
export const prunePlanView = ({before, remove, keptOpen}: PrunePlan, now = Date.now()): string =>
  [
    `${paint().bold(plural(remove, 'action'))} ended more than ${duration(now - before)} ago (before ${timeOfDay(before)} UTC) would be removed`,
    ...(keptOpen > 0
      ? [
          `   ${plural(keptOpen, 'older one stays', 'older ones stay')}: still open, or nobody has said how it ended`,
        ]
      : []),
  ].join('\n')

/** What an import took over, and what it could not read. */
export const importView = ({imported, known, unread}: ImportReport, path: string): string =>
  [
    `${paint().bold(plural(imported, 'action'))} imported into ${displayPath(path)}${known > 0 ? `, ${count(known)} known already` : ''}`,
    ...unread.map(({at, why}) => ` ${paint().yellow('!')} ${printable(at)}: ${why}`),
  ].join('\n')

/** The kill switch after it was turned, and who is going to see it. */
export function pauseView({path, group, pause, holder}: HistoryInfo): string {
  const who = displayPath(group ?? path)
  const seen = holder
    ? `the consumer that runs (process ${holder.pid} on ${printable(holder.host)}) follows within a second or two`
    : `no consumer runs now: the next one starts ${pause.paused ? 'paused' : 'taking messages'}`
  return `${paint().bold(who)} is ${pause.paused ? 'paused' : 'not paused'}: ${seen}`
}
