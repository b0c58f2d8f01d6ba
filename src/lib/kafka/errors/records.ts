import type {KafkaErrorTable} from './entry.js'

/** Writing and reading records. */
export const RECORD_ERRORS: KafkaErrorTable = {
  MESSAGE_TOO_LARGE: {
    own: ['BAD_INPUT', (subject) => `a record is too large for ${subject}`],
    cause:
      'A batch is larger than max.message.bytes of the topic (message.max.bytes of the broker); it counts after compression.',
    check: 'See max.message.bytes of the topic.',
    run: ['kbook topic describe TOPIC', 'kbook topic alter TOPIC --set max.message.bytes=N --dry-run'],
  },
  RECORD_LIST_TOO_LARGE: {
    own: ['BAD_INPUT', (subject) => `a batch is larger than a segment of ${subject}`],
    cause: 'A batch is larger than segment.bytes of the topic.',
    check: 'Send smaller batches, or raise segment.bytes.',
    run: ['kbook topic describe TOPIC'],
  },
  CORRUPT_MESSAGE: {
    own: ['REQUEST_FAILED', (subject) => `records of ${subject} are damaged`],
    cause:
      'The checksum of a record is wrong: a faulty network, disk or client. Brokers before 2.4 also mean a record without a key in a compacted topic.',
    check: 'Does it stay with one client, or with one broker? Look for errors of its network and its disks.',
    run: ['kbook topic describe TOPIC'],
  },
  INVALID_RECORD: {
    own: ['BAD_INPUT', (subject) => `the broker does not take a record of ${subject}`],
    cause:
      'A record has no key where the topic is compacted, or a timestamp that it does not allow, or a schema that the broker checks.',
    check: 'Look at cleanup.policy and message.timestamp.* of the topic.',
    run: ['kbook topic describe TOPIC'],
  },
  INVALID_TIMESTAMP: {
    own: ['BAD_INPUT', (subject) => `a record of ${subject} has a time that is not allowed`],
    cause:
      'The timestamp is further from now than message.timestamp.before.max.ms or message.timestamp.after.max.ms.',
    check: 'Is the clock of the producer right? Old data needs a higher message.timestamp.before.max.ms.',
    run: ['kbook topic describe TOPIC'],
  },
  INVALID_REQUIRED_ACKS: {
    own: ['BAD_INPUT', (subject) => `this number of acknowledgements is not one for ${subject}`],
    cause: 'acks of the producer is none of 0, 1 and -1 (all).',
    check: 'Set acks=all.',
  },
  INVALID_FETCH_SIZE: {
    cause: 'A client asks for a negative number of bytes.',
    check: 'Look at fetch.max.bytes and max.partition.fetch.bytes of the consumer.',
  },
  UNSUPPORTED_COMPRESSION_TYPE: {
    own: ['UNSUPPORTED', (subject) => `the compression of ${subject} is not one that this client speaks`],
    cause: 'Records are compressed with zstd, and the client is older than Kafka 2.1.',
    check: 'Use a newer client, or another compression.type.',
    run: ['kbook topic describe TOPIC'],
  },
  UNSUPPORTED_FOR_MESSAGE_FORMAT: {
    own: ['UNSUPPORTED', (subject) => `${subject} is stored in a format that is too old for this`],
    cause: 'The records were written in a format from before Kafka 0.11.',
    check: 'Headers, transactions and idempotence need records of the newer format.',
  },
  FETCH_SESSION_ID_NOT_FOUND: {
    cause: 'The broker forgot the fetch session, after a restart or because it holds too many.',
    check:
      'Nothing to do: the client opens a new one. Very often, raise max.incremental.fetch.session.cache.slots.',
  },
  INVALID_FETCH_SESSION_EPOCH: {
    cause: 'Broker and client disagree on their fetch session, after a lost answer.',
    check: 'Nothing to do: the client opens a new one.',
  },
  FETCH_SESSION_TOPIC_ID_ERROR: {
    cause: 'The topics of a fetch session changed their kind of id while brokers were upgraded.',
    check: 'Nothing to do: the client opens a new one.',
  },
  THROTTLING_QUOTA_EXCEEDED: {
    own: ['REQUEST_FAILED', (subject) => `a quota of the cluster holds ${subject} back`],
    cause:
      'The user or client id creates and deletes topics and partitions faster than controller_mutation_rate allows. Quotas of bytes and requests only delay, and never give this error.',
    check: 'Wait and change less at a time, or ask for a higher quota.',
  },
}
