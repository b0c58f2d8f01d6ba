import type {TopicPartition} from '../types.js'

/** One line of a file of offsets. */
export interface OffsetLine extends TopicPartition {
  /** Undefined in a file of one group, which does not name it. */
  readonly group: string | undefined
  readonly offset: bigint
}

/**
 * Lines without a header as Kafka's own tool writes and reads them: `topic,partition,offset` for one group,
 * `group,topic,partition,offset` for several. Nothing is written where there is no offset.
 */
export function formatCsv(
  rows: readonly (TopicPartition & {group: string; offset: bigint | undefined})[],
  withGroup: boolean,
): string {
  return rows
    .filter(({offset}) => offset !== undefined)
    .map(({group, topic, partition, offset}) =>
      [...(withGroup ? [group] : []), topic, String(partition), String(offset)].map(quoted).join(','),
    )
    .map((line) => `${line}\n`)
    .join('')
}

const quoted = (text: string): string => (/[",\r\n\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
