import type {PartitionStart, PositionReason} from '../../consumer/engine/events.js'
import type {MessagePlace} from '../../consumer/history/store.js'
import {displayPath} from '../display-path.js'
import {count, duration, plural, printable} from '../format.js'
import type {Describe, RunKind} from './consume-event.js'

/** `sre[2]@10443`; a line of a file has no partition worth naming: `incidents.jsonl:12`. */
export const placeText = (place: MessagePlace, source: 'kafka' | 'file'): string =>
  source === 'file'
    ? `${displayPath(place.topic)}:${place.offset}`
    : `${place.topic}[${place.partition}]@${place.offset}`

/** What happens to the source and to its messages. */
export const sourceTexts = ({source, dryRun}: RunKind) =>
  ({
    connected: () => ['info', 'connected', 'Kafka is running'],
    disconnected: ({error}) => [
      'warn',
      'disconnected',
      `${printable(error.line)}; waiting for the brokers to come back`,
    ],
    joined: ({partitions}) => [
      'info',
      'joined',
      `Consumer is listening for messages${partitions.length > 0 ? `: ${startsText(partitions)}` : ', no partition is free for it'}`,
    ],
    revoked: ({partitions}) => [
      'info',
      'revoked',
      partitions.map(({topic, partition}) => `${topic}[${partition}]`).join(', '),
    ],
    lost: ({topic, partition, from, to}) => [
      'error',
      'deleted',
      `${topic}[${partition}]: ${plural(to - from, 'message')} deleted before they were read (${from} to ${to - 1n})`,
    ],
    message: ({place}) => [
      'debug',
      'message',
      `Processing message offset: ${place.offset} partition: ${place.partition}`,
    ],
    dead: ({place, cause, to}) => [
      'warn',
      'dead',
      `${placeText(place, source)}: ${printable(cause.message)}${dryRun ? '' : ` → ${displayPath(to)}`}`,
    ],
    'dead-letter-failed': ({place, error, retryInMs}) => [
      'error',
      'held',
      `${placeText(place, source)}: its dead letter cannot be written (${printable(error.line)}); ` +
        `reading stands still here, next attempt in ${duration(retryInMs)}`,
    ],
    unterminated: ({place}) => [
      'warn',
      'waiting',
      `${placeText(place, source)}: the last line has no line end yet and is left for the next run`,
    ],
  }) satisfies Partial<Describe>

const REASONS: Record<PositionReason, string> = {
  committed: 'committed',
  history: 'from the history',
  'start-from': 'start of a new group',
  asked: 'as asked',
  'new-partition': 'new partition, read whole',
  moved: 'moved by another tool',
  'log-start': 'the log begins here',
}
const SHOWN = 4

function startsText(partitions: readonly PartitionStart[]): string {
  const reasons = [...new Set(partitions.map(({reason}) => reason))]
  return reasons.map((reason) => startsFor(reason, partitions)).join('; ')
}

function startsFor(reason: PositionReason, partitions: readonly PartitionStart[]): string {
  const all = partitions.filter((start) => start.reason === reason)
  const shown = all
    .slice(0, SHOWN)
    .map(({topic, partition, offset}) => `${topic}[${partition}] from ${count(offset)}`)
  const more = all.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${count(more)} more` : ''} (${REASONS[reason]})`
}
