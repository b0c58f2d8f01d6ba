import type {KafkaErrorTable} from './entry.js'

/** Topics, partitions and their settings. */
export const TOPIC_ERRORS: KafkaErrorTable = {
  UNKNOWN_TOPIC_OR_PARTITION: {
    own: ['TOPIC_NOT_FOUND', (subject) => `${subject} does not exist`],
    cause: 'The topic was deleted or never created, or it has fewer partitions than was asked for.',
    check: 'Check the name; a user who may not describe a topic gets the same answer.',
    run: ['kbook topic list', 'kbook topic create TOPIC --partitions N --replicas N'],
  },
  UNKNOWN_TOPIC_ID: {
    own: ['TOPIC_NOT_FOUND', (subject) => `${subject} was deleted, or created anew`],
    cause: 'A topic of that name may be there again, but it is another one: its id has changed.',
    check: 'Restart clients that still hold the old topic; look at when it was created anew, and by whom.',
    run: ['kbook topic describe TOPIC', 'kbook audit --since 1d'],
  },
  INCONSISTENT_TOPIC_ID: {
    cause: 'The topic was deleted and created anew while the request was under way.',
    check: 'Try again; if it stays, a broker still has the log of the deleted topic: restart that broker.',
    run: ['kbook topic describe TOPIC'],
  },
  INVALID_TOPIC_EXCEPTION: {
    own: ['BAD_INPUT', (subject) => `${subject} is not a valid topic name`],
    cause:
      'The name has characters that Kafka does not take, or it is an internal topic that clients may not touch.',
    check: 'Letters, digits, ".", "_" and "-", at most 249 of them.',
  },
  TOPIC_ALREADY_EXISTS: {
    own: ['BAD_INPUT', (subject) => `${subject} exists already`],
    cause: 'A topic of this name is there, also one that is still being deleted.',
    check: 'With --if-not-exists an existing topic is fine; otherwise choose another name.',
    run: ['kbook topic describe TOPIC'],
  },
  TOPIC_DELETION_DISABLED: {
    own: ['REFUSED', (subject) => `the brokers do not delete topics: ${subject}`],
    cause: 'delete.topic.enable is false on the brokers.',
    check: 'Set delete.topic.enable=true in the configuration of the brokers, or leave the topic empty.',
    run: ['kbook broker config describe'],
  },
  INVALID_PARTITIONS: {
    own: ['BAD_INPUT', (subject) => `the broker does not take this number of partitions of ${subject}`],
    cause:
      'The number is below 1, or not above the present one: partitions can be added and never taken away.',
    check: 'Fewer partitions need a new topic.',
    run: ['kbook topic describe TOPIC'],
  },
  INVALID_REPLICATION_FACTOR: {
    own: ['BAD_INPUT', (subject) => `the broker does not take this replication factor of ${subject}`],
    cause: 'More replicas are asked for than brokers are alive, or fewer than 1.',
    check: 'There cannot be more replicas than brokers: kbook broker list',
    run: ['kbook broker list', 'kbook topic create TOPIC --replicas N'],
  },
  INVALID_REPLICA_ASSIGNMENT: {
    own: ['BAD_INPUT', (subject) => `the broker does not take these replicas of ${subject}`],
    cause: 'The list names a broker that is not there, or one twice, or lists of different lengths.',
    check: 'Name brokers that are alive, each once, and as many for each partition.',
    run: ['kbook broker list'],
  },
  INVALID_CONFIG: {
    own: ['BAD_INPUT', (subject) => `the broker does not take this setting of ${subject}`],
    cause:
      'The setting is not one of this version, its value does not fit, or it can only be changed in the file of the broker.',
    check: 'Compare its name and value with what is there.',
    run: ['kbook topic describe TOPIC', 'kbook broker config describe'],
  },
  POLICY_VIOLATION: {
    own: ['REFUSED', (subject) => `a policy of the cluster forbids it: ${subject}`],
    cause:
      'create.topic.policy.class.name or alter.config.policy.class.name of the brokers refused the request; hosted clusters have such policies.',
    check: 'The reason is that of the policy: change the request, or ask whoever runs the cluster.',
  },
  OFFSET_OUT_OF_RANGE: {
    own: ['BAD_INPUT', (subject) => `${subject} does not have that offset`],
    cause:
      'The committed offset was deleted by retention before it was read, or lies beyond the end: the topic was created anew or lost its tail.',
    check: 'It is before the start of the log or after its end.',
    run: ['kbook lag describe GROUP', 'kbook offset seek GROUP --to start --topic TOPIC --dry-run'],
  },
  OFFSET_MOVED_TO_TIERED_STORAGE: {
    cause: 'The records were moved to remote storage, and a follower asked for them locally.',
    check: 'It goes away by itself; if not, look at the remote storage manager in the log of the broker.',
  },
  OFFSET_NOT_AVAILABLE: {
    own: ['REQUEST_FAILED', (subject) => `the new leader of ${subject} does not know its end yet`],
    cause: 'A leader was just elected and its high watermark has not caught up.',
    check: 'Try again in a moment.',
  },
  POSITION_OUT_OF_RANGE: {
    cause: 'A broker asked for a part of a metadata snapshot that is not there.',
    check: 'Between brokers only: look at the quorum if it stays.',
    run: ['kbook cluster quorum'],
  },
  RESOURCE_NOT_FOUND: {
    own: ['NOT_FOUND', (subject) => `${subject} does not exist`],
    cause: 'What the request names is not there: a user, a quota, a broker.',
    check: 'List what there is.',
    run: ['kbook user list', 'kbook broker list'],
  },
  DUPLICATE_RESOURCE: {
    own: ['BAD_INPUT', (subject) => `the request names ${subject} twice`],
    cause: 'One request names the same resource twice.',
    check: 'Name it once.',
  },
}
