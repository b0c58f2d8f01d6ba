import type {OffsetAt, PartitionOffsets, TopicOffsets} from '../../kafka/topics/offsets.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {amount, compactedNote, instant, messagesText, sign} from './topic-words.js'

/** Where each partition begins and ends, and where it is at a time. */
export function topicOffsetsView(
  {partitions, cluster, at, compacted}: TopicOffsets,
  width = outputWidth(),
): string {
  const total = partitions.reduce((sum, {messages = 0n}) => sum + messages, 0n)
  const failed = partitions.filter(({error}) => error)
  const table = renderTable(partitions, columns(partitions, at), {width, indent: 1})
  const facts = [
    plural(partitions.length, 'partition'),
    messagesText(total, compacted.length > 0),
    ...(failed.length > 0 ? [`${count(failed.length)} not fully readable`] : []),
  ]
  const [only, ...others] = new Set(partitions.map(({topic}) => topic))
  const name = only !== undefined && others.length === 0 ? printable(only) : 'Offsets'
  return [
    headline(name, facts, cluster, {width, above: table}),
    [table, compactedNote(compacted)].filter((part) => part !== '').join('\n'),
    at === undefined ? '' : paint().dim(`   AT is the first record at or after ${instant(at)} UTC`),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function columns(rows: readonly PartitionOffsets[], at: string | undefined): Column<PartitionOffsets>[] {
  const held = rows.some(({lastStable, latest}) => lastStable !== latest)
  return [
    {header: '  TOPIC', value: (one) => sign(one.error !== undefined) + printable(one.topic), shrink: true},
    {header: 'P', value: ({partition}) => count(partition), align: 'right'},
    {header: 'EARLIEST', value: ({earliest}) => amount(earliest), align: 'right'},
    ...(held
      ? [
          {
            header: 'LAST STABLE',
            value: ({lastStable}: PartitionOffsets) => amount(lastStable),
            align: 'right' as const,
          },
        ]
      : []),
    {header: 'LATEST', value: ({latest}) => amount(latest), align: 'right'},
    {header: 'MESSAGES', value: ({messages}) => amount(messages), align: 'right', dropFirst: 2},
    ...(at === undefined
      ? []
      : [
          {
            header: 'AT',
            value: ({at: found}: PartitionOffsets) => offsetText(found),
            align: 'right' as const,
          },
        ]),
    {header: 'NEWEST (UTC)', value: ({newest}) => timeText(newest), dropFirst: 1},
    {header: 'NOTE', value: ({error}) => (error ? printable(error.line) : ''), shrink: true},
  ]
}

const offsetText = (at: OffsetAt | null | undefined): string =>
  at === undefined ? '?' : at === null ? 'none' : count(at.offset)

const timeText = (at: OffsetAt | null | undefined): string => (at?.timestamp ? instant(at.timestamp) : '')
