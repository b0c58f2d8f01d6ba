import type {GroupLag, LagReport} from '../../kafka/lag/report.js'
import type {PartitionLag, TimeLag} from '../../kafka/lag/types.js'
import {isProblem, needsSomebody} from '../../kafka/lag/urgency.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable} from '../table.js'
import {groupColumns, memberColumns, partitionColumns} from './lag-columns.js'
import {remarks} from './lag-remarks.js'
import {isBehind, noGroup, summary} from './lag-words.js'

export interface LagViewOptions {
  /** A row for each group, rather than the partitions of the one that there is. */
  overview?: boolean
  /** Rows below this lag were left out of the report. None when 0. */
  minLag?: bigint
  /** Also the rows without lag. */
  zero?: boolean
  /** Also a table of the members. */
  members?: boolean
  width?: number
}

/** The lag of one group by partition, or of several in an overview; worst first. */
export function lagView(report: LagReport, options: LagViewOptions = {}): string {
  const [only] = report.groups
  const blocks =
    only && options.overview !== true ? groupBlocks(report, only, options) : overviewBlocks(report, options)
  const unanswered = report.unanswered.map(
    ({broker, error}) =>
      ` ${paint().red('!')} broker ${broker} did not list its groups: ${printable(error.message)}`,
  )
  return [...blocks, unanswered.join('\n')].filter((block) => block !== '').join('\n\n')
}

function groupBlocks(report: LagReport, group: GroupLag, options: LagViewOptions): string[] {
  const {zero = false, width = outputWidth()} = options
  const shown = group.partitions.filter((one) => zero || one.lag !== 0n || isProblem(one))
  const table = joined(
    shown.length > 0 ? renderTable(shown, partitionColumns(group), {width, indent: 1}) : '',
    fold(group.total.partitions - shown.length, 'partition', options),
  )
  return [
    headline(printable(group.group), summary(group), report.cluster, {
      width,
      above: table,
    }),
    table,
    options.members && group.members.length > 0
      ? renderTable(group.members, memberColumns(group), {width, indent: 3})
      : '',
    remarks(group, width),
    legend(
      shown.map(({time}) => time),
      shown.filter((one) => one.compacted),
    ),
  ]
}

function overviewBlocks(report: LagReport, options: LagViewOptions): string[] {
  const {minLag = 0n, zero = false, width = outputWidth()} = options
  const shown = report.groups.filter((group) => zero || isBehind(group) || needsSomebody(group))
  const table = joined(
    shown.length > 0 ? renderTable(shown, groupColumns(), {width, indent: 1}) : '',
    minLag === 0n ? fold(report.groups.length - shown.length, 'group', options) : '',
  )
  return [
    headline('Consumer lag', overviewFacts(report, minLag), report.cluster, {width, above: table}),
    table,
    legend(
      shown.map(({total}) => total.oldest),
      shown.flatMap(({partitions}) => partitions).filter(({compacted, lag = 0n}) => compacted && lag > 0n),
    ),
  ]
}

function overviewFacts({groups}: LagReport, minLag: bigint): string[] {
  if (groups.length === 0) return [noGroup(minLag)]
  const behind = groups.filter(isBehind)
  const messages = behind.reduce((sum, {total}) => sum + (total.lag ?? 0n), 0n)
  const atMost = behind.some(({total}) => total.upperBound) ? 'up to ' : ''
  const missing = groups.filter(({error}) => error?.code === 'GROUP_NOT_FOUND').length
  const partial = groups.filter((group) => group.isPartial()).length - missing
  return [
    plural(groups.length, 'group'),
    behind.length > 0
      ? `${count(behind.length)} behind by ${atMost}${plural(messages, 'message')}`
      : partial > 0
        ? 'none known to be behind'
        : 'none behind',
    ...(missing > 0 ? [`${count(missing)} ${missing === 1 ? 'does' : 'do'} not exist`] : []),
    ...(partial > 0 ? [`${count(partial)} not fully readable`] : []),
  ]
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n')

function fold(hidden: number, what: string, {minLag = 0n}: LagViewOptions): string {
  if (hidden <= 0) return ''
  const which = minLag === 0n ? 'without lag hidden (--zero)' : `with a lag below ${count(minLag)} hidden`
  return paint().dim(`   ${plural(hidden, what)} ${which}`)
}

function legend(times: readonly (TimeLag | undefined)[], compacted: readonly PartitionLag[]): string {
  const has = (method: string): boolean => times.some((time) => time?.method === method)
  const topics = [...new Set(compacted.map(({topic}) => printable(topic)))]
  const byBroker = times.some((time) => time?.timestampType === 'LogAppendTime')
  const lines = [
    topics.length > 0 ? `LAG is at most that on compacted topics: ${topics.slice(0, 3).join(', ')}` : '',
    has('interpolated') ? 'BEHIND ~ is interpolated inside a batch' : '',
    has('lower-bound') ? 'BEHIND > is a lower bound: older messages are gone' : '',
    byBroker ? 'BEHIND is by the broker’s clock (LogAppendTime)' : '',
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => paint().dim(`   ${line}`))
    .join('\n')
}
