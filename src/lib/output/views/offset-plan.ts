import {isChange} from '../../kafka/offsets/calculate.js'
import type {OffsetPlan, PlannedOffset} from '../../kafka/offsets/types.js'
import {count, plural, printable} from '../format.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {wrap} from '../wrap.js'

/** Rows that are printed; --json has all. */
const SHOWN = 100
/** Remarks of one kind that are printed. */
const FEW = 5

interface Row extends PlannedOffset {
  readonly group: string
}

/** What a change of committed offsets would do: failures first, then what changes, then what stays. */
export function offsetPlanView(plan: OffsetPlan, width = outputWidth()): string {
  const rows = plan.groups.flatMap(({group, offsets}) => offsets.map((row): Row => ({...row, group})))
  const ordered = [
    ...rows.filter(({error}) => error),
    ...rows.filter(isChange),
    ...rows.filter(({effect}) => effect === 'none'),
  ]
  const shown = ordered.slice(0, SHOWN)
  const hidden = ordered.length - shown.length
  const several = plan.groups.length > 1
  const blocks = [
    title(plan),
    shown.length > 0 ? renderTable(shown, columns(several), {width, indent: 1}) : '',
    hidden > 0 ? paint().dim(`   ${plural(hidden, 'partition')} more: --json has all of them`) : '',
    footnotes(shown, plan)
      .map((line) => paint().dim(`   ${line}`))
      .join('\n'),
    remarks(plan, several, width).join('\n'),
    leftOutLine(plan),
    plan.groups.length > 0 ? `   ${summary(plan)}` : '',
  ]
  const [head = '', table = '', ...rest] = blocks
  const below = rest.filter((block) => block !== '')
  const [last = ''] = below.splice(-1)
  return [head, [table, ...below].filter((block) => block !== '').join('\n'), last]
    .filter((block) => block !== '')
    .join('\n\n')
}

function title({groups, cluster, instant, verb}: OffsetPlan): string {
  const {bold} = paint()
  const [only] = groups
  if (!only) return `No group on ${printable(cluster)} has anything to change`
  const what = groups.length === 1 ? bold(printable(only.group)) : plural(groups.length, 'group')
  const created = groups.filter(({isNew}) => isNew).length
  const news =
    created === 0
      ? ''
      : groups.length === 1
        ? ' · creates the group'
        : ` · creates ${plural(created, 'group')}`
  const at = instant === undefined ? '' : `\n   to the first record at or after ${instant} (UTC)`
  return `Plan${verb === 'delete' ? ' to delete commits' : ''} for ${what} on ${printable(cluster)}${news}${at}`
}

const columns = (several: boolean): Column<Row>[] => [
  ...(several
    ? [{header: '  GROUP', value: (row: Row) => sign(row) + printable(row.group), shrink: true}]
    : []),
  {
    header: several ? 'TOPIC' : '  TOPIC',
    value: (row) => (several ? '' : sign(row)) + printable(row.topic),
    shrink: true,
  },
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'CURRENT', value: ({current}) => number(current, '-'), align: 'right'},
  {header: 'TARGET', value: targetText, align: 'right'},
  {
    header: 'LAG NOW',
    value: ({current, lagNow, end}) => lagText(lagNow, current, end),
    align: 'right',
    dropFirst: 2,
  },
  {
    header: 'LAG AFTER',
    value: ({target, lagAfter, end}) => lagText(lagAfter, target, end),
    align: 'right',
    dropFirst: 1,
  },
  {header: 'EFFECT', value: effectText},
]

const sign = ({error}: Row): string => (error ? `${paint().red('!')} ` : '  ')
const number = (value: bigint | undefined, none: string): string =>
  value === undefined ? none : count(value)

/** Beyond the end of the log nobody knows how much of it is read again. */
const lagText = (lag: bigint | undefined, offset = 0n, end: bigint | undefined): string =>
  `${end !== undefined && offset > end ? '≤' : ''}${number(lag, '')}`

function targetText({target, clampedFrom, beyondEnd, afterLastRecord, error}: Row): string {
  const mark = clampedFrom !== undefined || beyondEnd || afterLastRecord ? '*' : ''
  return error ? '?' : number(target, '-') + mark
}

function effectText({effect, messages, current, logStart}: Row): string {
  switch (effect) {
    case undefined:
      return 'left alone'
    case 'none':
      return 'no change'
    case 'new':
      return 'new'
    case 'deletes':
      return 'deletes the commit'
    case 'moves':
      return current !== undefined && logStart !== undefined && current < logStart
        ? 'moves into the log'
        : 'moves'
    default:
      return `${effect} ${count(messages)}`
  }
}

function footnotes(rows: readonly Row[], {instant, verb, groups}: OffsetPlan): string[] {
  const clamped = rows.filter(({clampedFrom}) => clampedFrom !== undefined)
  const ends = clamped.map(({clampedFrom = 0n, logStart = 0n, end = 0n}) =>
    clampedFrom < logStart
      ? `* ${count(clampedFrom)} is gone: the log starts at ${count(logStart)}`
      : `* ${count(clampedFrom)} is not there yet: the log ends at ${count(end)}`,
  )
  const beyond = rows.flatMap(({beyondEnd, target = 0n, end = 0n}) =>
    beyondEnd
      ? [
          `* ${count(target)} is beyond the end of the log, ${count(end)}: auto.offset.reset says what is read`,
        ]
      : [],
  )
  const distinct = [...new Set([...ends, ...beyond])]
  const unread = verb === 'delete' && groups.some(({offsets}) => offsets.some(isChange))
  return [
    ...distinct.slice(0, FEW),
    ...(distinct.length > FEW ? ['* others likewise'] : []),
    ...(rows.some(({afterLastRecord}) => afterLastRecord)
      ? [`* no record at or after ${instant ?? 'that time'}: the end of the partition`]
      : []),
    ...(unread ? ['without a commit a group starts where its auto.offset.reset says'] : []),
  ]
}

function remarks({groups, unanswered}: OffsetPlan, several: boolean, width: number): string[] {
  const about = [
    ...unanswered.map(({broker, error}) => `broker ${broker} did not list its groups: ${error.line}`),
    ...groups.flatMap(({error}) => (error ? [`left alone: ${error.line}`] : [])),
    ...groups.flatMap(({group, offsets}) =>
      offsets.flatMap(({error}) => (error ? [several ? `${group}: ${error.line}` : error.line] : [])),
    ),
  ]
  const rest = about.length - FEW
  const told = [...about.slice(0, FEW), ...(rest > 0 ? [`and ${count(rest)} more like that`] : [])]
  return told.flatMap((text) => {
    const [first = '', ...more] = wrap(printable(text), width - 3)
    return [` ${paint().red('!')} ${first}`, ...more.map((line) => `   ${line}`)]
  })
}

function leftOutLine({leftOut}: OffsetPlan): string {
  if (leftOut.length === 0) return ''
  const names = leftOut.slice(0, FEW).map(printable).join(', ')
  const more = leftOut.length > FEW ? ', …' : ''
  return paint().dim(
    `   without ${plural(leftOut.length, 'share group')}, whose offsets cannot be set: ${names}${more}`,
  )
}

function summary({total, groups}: OffsetPlan): string {
  const {changed, unchanged, failed, replays, skips} = total
  const of = (effect: string): number =>
    groups.reduce((sum, {offsets}) => sum + offsets.filter((row) => row.effect === effect).length, 0)
  const [created, deleted] = [of('new'), of('deletes')]
  const moved = changed > created + deleted
  const parts = [
    changed === 0 ? 'nothing to change' : '',
    moved ? `replays ${replays === 0n ? 'none' : plural(replays, 'message')}` : '',
    moved ? `skips ${skips === 0n ? 'none' : plural(skips, 'message')}` : '',
    created > 0 ? plural(created, 'new commit') : '',
    deleted > 0 ? `deletes ${plural(deleted, 'commit')}` : '',
    unchanged > 0 ? `${count(unchanged)} unchanged` : '',
    failed > 0 ? `${count(failed)} left alone` : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
