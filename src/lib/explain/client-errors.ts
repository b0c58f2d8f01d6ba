import type {ClientError} from './client-error.js'

const PING = 'kbook cluster ping'
const LAG = 'kbook lag describe GROUP'

/** What producers and consumers say by themselves. */
export const CLIENT_ERRORS: readonly ClientError[] = [
  {
    title: 'request timed out in the client',
    texts: [
      'Local: Timed out',
      '_TIMED_OUT',
      '_TIMED_OUT_QUEUE',
      'KafkaJSRequestTimeoutError',
      'disconnected due to request timeout',
      'Call timed out at',
      'context deadline exceeded',
      'TimeoutException: Timeout expired while fetching topic metadata',
    ],
    cause:
      'The broker did not answer in time: it is overloaded, far away, or waits for others; or the client itself was held up (a long pause, no CPU).',
    check: 'Is the network slow, or the broker? A client that is starved looks the same.',
    run: [PING, 'kbook health'],
  },
  {
    title: 'topic not in the metadata',
    texts: [
      'not present in metadata after',
      'Failed to update metadata after',
      'Local: Unknown topic',
      '_UNKNOWN_TOPIC',
      'Subscribed topic not available',
      'KafkaJSTopicMetadataNotLoaded',
      'KafkaJSMetadataNotLoaded',
      'Error while fetching metadata with correlation id',
    ],
    cause:
      'The topic does not exist, the user may not describe it, it has fewer partitions, or no broker was reached at all.',
    check: 'Check the name of the topic, the ACLs and the connection.',
    run: ['kbook topic describe TOPIC', PING],
  },
  {
    title: 'unknown partition',
    texts: ['Local: Unknown partition', '_UNKNOWN_PARTITION', 'Invalid partition given with record'],
    cause: 'The topic has fewer partitions than the client thinks.',
    check: 'Compare the number of partitions; was the topic created anew?',
    run: ['kbook topic describe TOPIC'],
  },
  {
    title: 'records expired in the producer',
    texts: [
      'Expiring record(s) for',
      'ms has passed since batch creation',
      'Local: Message timed out',
      '_MSG_TIMED_OUT',
      'delivery.timeout.ms',
    ],
    cause:
      'The producer could not deliver within delivery.timeout.ms (message.timeout.ms): no leader, too few replicas in sync, or more data than the network carries. These records are lost unless the application sends them again.',
    check: 'Can the topic be written at all, and how long do writes take?',
    run: ['kbook health', 'kbook topic describe TOPIC', PING],
  },
  {
    title: 'producer queue full',
    texts: [
      'Local: Queue full',
      '_QUEUE_FULL',
      'BufferExhaustedException',
      'Failed to allocate memory within the configured max blocking time',
      'BufferError',
    ],
    cause: 'The application produces faster than the brokers take it.',
    check:
      'Wait for deliveries before sending more, or raise buffer.memory (queue.buffering.max.messages); is a broker slow?',
    run: ['kbook health'],
  },
  {
    title: 'thrown out of the group for being slow',
    texts: [
      'CommitFailedException',
      'max.poll.interval.ms',
      'maximum poll interval exceeded',
      'Application maximum poll interval',
      '_MAX_POLL_EXCEEDED',
      'consumer poll timeout has expired',
      'leaving the group',
      'Offset commit cannot be completed since the consumer is not part of an active group',
    ],
    cause:
      'The consumer worked longer on its records than max.poll.interval.ms, so its partitions went to others; what it did not commit is read again.',
    check:
      'Smaller batches (max.poll.records), more time (max.poll.interval.ms), or faster work; a slow service behind it is the usual reason.',
    run: [LAG, 'kbook group describe GROUP'],
  },
  {
    title: 'heartbeats did not arrive',
    texts: [
      'Heartbeat failed',
      'session timed out without receiving a heartbeat',

      'heartbeat expiration',
      'Group coordinator is unavailable or invalid',
      'Marking the coordinator dead',
    ],
    cause:
      'The consumer was silent for session.timeout.ms: a long pause of the process, no CPU, or a broken network.',
    check: 'Was the process throttled, paused for garbage collection, or restarted at that time?',
    run: ['kbook group describe GROUP', LAG],
  },
  {
    title: 'no committed offset and no reset',
    texts: [
      'NoOffsetForPartitionException',
      'Undefined offset with no reset policy',
      'Local: No offset stored',
      '_NO_OFFSET',
      'OffsetOutOfRangeException: Offsets out of range with no configured reset policy',
      '_AUTO_OFFSET_RESET',
      'no previous committed offset available',
    ],
    cause:
      'The group has no commit for the partition, or one that is gone, and auto.offset.reset is none (error).',
    check: 'Put the group to a position, or set auto.offset.reset.',
    run: [LAG, 'kbook offset seek GROUP --to start --topic TOPIC --dry-run'],
  },
  {
    title: 'partition lost to another member',
    texts: [
      '_ASSIGNMENT_LOST',
      'Local: Group partition assignment lost',
      'Local: Erroneous state',
      '_STATE',
      'partitions lost',
    ],
    cause: 'A rebalance gave the partitions to others while the application still worked on them.',
    check: 'Commit in the rebalance callback, and look for why the group rebalances.',
    run: ['kbook group describe GROUP'],
  },
  {
    title: 'this client was fenced',
    texts: ['Local: This instance has been fenced', '_FENCED', 'KafkaJSFencedInstanceId'],
    cause: 'A newer client with the same transactional.id or group.instance.id has taken over.',
    check: 'Do two instances run with one id? A rollout that overlaps does this.',
    run: ['kbook cluster transactions list', 'kbook group describe GROUP'],
  },
  {
    title: 'record that cannot be decoded',
    texts: [
      'RecordDeserializationException',
      'SerializationException',
      'Error deserializing key/value',
      'Unknown magic byte',
      'Magic byte does not match',
    ],
    cause:
      'A record is not in the format that the consumer expects: it stops there again and again (a poison pill).',
    check: 'Look at that record; the consumer can be moved past it.',
    run: [
      'kbook topic consume TOPIC --partition N --from OFFSET --num 1',
      'kbook offset seek GROUP --to-offset OFFSET --topic TOPIC:N --dry-run',
    ],
  },
  {
    title: 'coordinator not found by kafkajs',
    texts: [
      'KafkaJSGroupCoordinatorNotFound',
      'KafkaJSGroupCoordinatorNotAvailableError',
      'Failed to find group coordinator',
    ],
    cause:
      'No broker coordinates the group: __consumer_offsets has a partition without a leader, or was not created yet.',
    check: 'Its partition of __consumer_offsets has no leader, or was not created yet.',
    run: ['kbook topic describe __consumer_offsets', 'kbook broker list'],
  },
  {
    title: 'retries used up in kafkajs',
    texts: ['KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError', 'Restarting the consumer in'],
    cause: 'kafkajs tried again as often as it may. The reason is the error that it names beside it.',
    check: 'Explain the error that stands beside it.',
    run: [PING],
  },
  {
    title: 'request of the wrong size',
    texts: [
      'InvalidReceiveException',
      'Invalid receive',
      'exceeds the maximum allowed size',
      'socket.request.max.bytes',
    ],
    cause:
      'What a broker received is larger than socket.request.max.bytes, mostly because something else than Kafka (TLS, HTTP) spoke to its port.',
    check: 'Who connects to that port, and by which protocol?',
    run: [PING],
  },
]
