import type {KafkaErrorTable} from './entry.js'

const LOOK = ['kbook group describe GROUP', 'kbook lag describe GROUP']

/** Consumer groups, share groups and their coordinators. */
export const GROUP_ERRORS: KafkaErrorTable = {
  COORDINATOR_NOT_AVAILABLE: {
    own: ['REQUEST_FAILED', (subject) => `${subject} has no coordinator`],
    cause:
      'The broker that keeps the offsets is down, or __consumer_offsets cannot be created: offsets.topic.replication.factor is above the number of brokers.',
    check: 'Its partition of __consumer_offsets has no leader, or was not created yet.',
    run: ['kbook topic describe __consumer_offsets', 'kbook broker list'],
  },
  COORDINATOR_LOAD_IN_PROGRESS: {
    own: ['REQUEST_FAILED', (subject) => `the coordinator of ${subject} is still loading`],
    cause:
      'A broker became coordinator and reads the commits; minutes of it mean a __consumer_offsets that is not compacted.',
    check: 'It reads __consumer_offsets after a move or a restart; try again shortly.',
    run: ['kbook topic describe __consumer_offsets'],
  },
  NOT_COORDINATOR: {
    own: ['REQUEST_FAILED', (subject) => `the coordinator of ${subject} keeps moving`],
    cause: 'The group moved to another broker; clients find it and go on.',
    check: 'Brokers may be restarting; try again when they have settled.',
    run: ['kbook health'],
  },
  GROUP_ID_NOT_FOUND: {
    own: ['GROUP_NOT_FOUND', (subject) => `${subject} does not exist`],
    cause: 'No group of this name has members or commits; a group whose commits expired is gone.',
    check: 'Check the name; a group that was never read from is not there.',
    run: ['kbook group list'],
  },
  INVALID_GROUP_ID: {
    own: ['BAD_INPUT', (subject) => `${subject} has no valid id`],
    cause: 'The id is empty, or the group is of another kind than the request is for.',
    check: 'Set group.id in the configuration of the client.',
    run: ['kbook group list'],
  },
  NON_EMPTY_GROUP: {
    own: ['GROUP_ACTIVE', (subject) => `${subject} has active members`],
    cause: 'A group can be deleted only when none of its consumers runs.',
    check: 'Stop its consumers first.',
    run: LOOK,
  },
  UNKNOWN_MEMBER_ID: {
    own: [
      'GROUP_ACTIVE',
      (subject) => `${subject} has active members, so that nobody else may commit for it`,
    ],
    cause:
      'For a tool: the group is in use. For a consumer: it was thrown out of the group, mostly because it did not poll within max.poll.interval.ms or was silent for session.timeout.ms.',
    check:
      'To change its offsets, stop its consumers first. A consumer that logs this joins again by itself: is it slower than max.poll.interval.ms?',
    run: LOOK,
  },
  REBALANCE_IN_PROGRESS: {
    own: ['GROUP_ACTIVE', (subject) => `${subject} is rebalancing`],
    cause:
      'Members come and go. Again and again it means that they are slower than max.poll.interval.ms, crash, or are scaled up and down.',
    check: 'Try again when it is stable.',
    run: LOOK,
  },
  ILLEGAL_GENERATION: {
    own: ['GROUP_ACTIVE', (subject) => `${subject} has rebalanced since`],
    cause:
      'A consumer commits for partitions that were given to others: it took longer than max.poll.interval.ms over its records.',
    check:
      'Smaller batches (max.poll.records), or more time (max.poll.interval.ms); what it read may be read twice.',
    run: LOOK,
  },
  INCONSISTENT_GROUP_PROTOCOL: {
    cause:
      'Members of one group have no assignor in common, or two different applications use the same group id.',
    check:
      'Give each application a group id of its own, and all its members the same partition.assignment.strategy.',
    run: ['kbook group describe GROUP'],
  },
  INVALID_SESSION_TIMEOUT: {
    cause: 'session.timeout.ms of the consumer is outside what the brokers allow.',
    check: 'Keep it between group.min.session.timeout.ms and group.max.session.timeout.ms of the brokers.',
    run: ['kbook broker config describe'],
  },
  MEMBER_ID_REQUIRED: {
    cause: 'A part of every join: the consumer gets its id and joins again.',
    check: 'Nothing to do.',
  },
  GROUP_MAX_SIZE_REACHED: {
    cause: 'The group has as many members as group.max.size (or group.consumer.max.size) allows.',
    check: 'Look for consumers that are started too often; otherwise raise the limit of the brokers.',
    run: ['kbook group describe GROUP'],
  },
  FENCED_INSTANCE_ID: {
    own: ['GROUP_ACTIVE', (subject) => `another member of ${subject} runs with the same group.instance.id`],
    cause: 'Two consumers run with the same group.instance.id, such as the old and the new pod of a rollout.',
    check: 'Give each member an id of its own, or stop one of them.',
    run: ['kbook group describe GROUP'],
  },
  UNRELEASED_INSTANCE_ID: {
    cause: 'A member with this group.instance.id has not left yet.',
    check: 'Wait for its session to end, or take it out.',
    run: ['kbook group describe GROUP'],
  },
  GROUP_SUBSCRIBED_TO_TOPIC: {
    own: ['GROUP_ACTIVE', (subject) => `${subject} is subscribed to that topic`],
    cause: 'Offsets of a topic cannot be deleted while a member of the group reads it.',
    check: 'Stop its consumers first.',
    run: LOOK,
  },
  UNSTABLE_OFFSET_COMMIT: {
    own: [
      'REQUEST_FAILED',
      (subject) => `offsets of ${subject} are part of a transaction that is still open`,
    ],
    cause: 'A transaction commits these offsets and has not ended.',
    check: 'Wait for it; one that hangs must be aborted.',
    run: ['kbook cluster transactions list'],
  },
  OFFSET_METADATA_TOO_LARGE: {
    own: ['BAD_INPUT', (subject) => `the text beside an offset of ${subject} is too long`],
    cause: 'A consumer commits more metadata than offset.metadata.max.bytes.',
    check: 'Shorten what the application commits beside its offsets.',
  },
  INVALID_COMMIT_OFFSET_SIZE: {
    cause: 'One commit is larger than a segment or a message of __consumer_offsets may be.',
    check: 'Commit fewer partitions at once.',
  },
  FENCED_MEMBER_EPOCH: {
    own: [
      'GROUP_ACTIVE',
      (subject) => `${subject} has active members, so that nobody else may commit for it`,
    ],
    cause: 'The coordinator has given the partitions of this consumer to others.',
    check: 'The consumer joins again by itself; what it had read may be read twice.',
    run: LOOK,
  },
  STALE_MEMBER_EPOCH: {
    own: [
      'GROUP_ACTIVE',
      (subject) => `${subject} has active members, so that nobody else may commit for it`,
    ],
    cause: 'The consumer has not heard of its newest assignment yet.',
    check:
      'A consumer that logs this tries again by itself. To change the offsets of its group, stop its consumers first.',
    run: LOOK,
  },
  UNSUPPORTED_ASSIGNOR: {
    cause: 'The brokers do not have the assignor that the consumer names (group.remote.assignor).',
    check: 'Use one of group.consumer.assignors of the brokers: uniform or range.',
    run: ['kbook broker config describe'],
  },
  INVALID_REGULAR_EXPRESSION: {
    own: ['BAD_INPUT', (subject) => `the broker does not take the pattern of ${subject}`],
    cause: 'The subscription is a pattern that is not RE2 syntax.',
    check: 'Lookaheads and backreferences are not part of RE2.',
  },
  INVALID_RECORD_STATE: {
    cause: 'A share consumer acknowledged a record whose lock had run out: another one got it.',
    check: 'Work faster, or raise group.share.record.lock.duration.ms.',
  },
  SHARE_SESSION_NOT_FOUND: {
    cause: 'The broker forgot the session of a share consumer, after a restart for example.',
    check: 'Nothing to do: it opens a new one.',
  },
  INVALID_SHARE_SESSION_EPOCH: {
    cause: 'Broker and share consumer disagree on their session.',
    check: 'Nothing to do: it opens a new one.',
  },
  SHARE_SESSION_LIMIT_REACHED: {
    cause: 'The broker holds as many share sessions as it may.',
    check: 'Fewer share consumers on it, or a higher group.share.max.share.sessions.',
  },
  FENCED_STATE_EPOCH: {
    cause: 'Between brokers: the state of a share group has moved on.',
    check: 'Nothing to do.',
  },
  STREAMS_INVALID_TOPOLOGY: {
    cause: 'The topology of a Kafka Streams application is not one that the broker takes.',
    check: 'See the log of the application; the group needs all its source topics.',
    run: ['kbook group describe GROUP'],
  },
  STREAMS_INVALID_TOPOLOGY_EPOCH: {
    cause: 'An instance of a Kafka Streams application runs another version of it than the group knows.',
    check: 'Bring all instances to one version.',
  },
  STREAMS_TOPOLOGY_FENCED: {
    cause: 'An instance of a Kafka Streams application still runs the version before.',
    check: 'Restart it with the new version.',
  },
}
