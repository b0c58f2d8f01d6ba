import {KbookError, type ErrorCode} from '../errors.js'
import {shellWord} from '../output/shell-word.js'
import {errorName} from './protocol/errors.js'

type Meaning = readonly [code: ErrorCode, message: (subject: string) => string, hint?: string]

/** What an operator makes of an error code: ours, a sentence about the subject, and the next step. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  UNKNOWN_TOPIC_OR_PARTITION: [
    'TOPIC_NOT_FOUND',
    (subject) => `${subject} does not exist`,
    'Check the name; a user who may not describe a topic gets the same answer.',
  ],
  UNKNOWN_TOPIC_ID: ['TOPIC_NOT_FOUND', (subject) => `${subject} was deleted, or created anew`],
  INVALID_TOPIC_EXCEPTION: [
    'BAD_INPUT',
    (subject) => `${subject} is not a valid topic name`,
    'Letters, digits, ".", "_" and "-", at most 249 of them.',
  ],
  LEADER_NOT_AVAILABLE: [
    'REQUEST_FAILED',
    (subject) => `${subject} has no leader`,
    'All its in-sync replicas are down: bring back the broker that had it last.',
  ],
  NOT_LEADER_OR_FOLLOWER: [
    'REQUEST_FAILED',
    (subject) => `the leader of ${subject} keeps moving`,
    'Brokers may be restarting; try again when they have settled.',
  ],
  LISTENER_NOT_FOUND: [
    'REQUEST_FAILED',
    (subject) => `the leader of ${subject} has no listener of this kind`,
    'The brokers do not agree on their listeners: compare advertised.listeners on each.',
  ],
  KAFKA_STORAGE_ERROR: [
    'REQUEST_FAILED',
    (subject) => `the log directory of ${subject} is offline`,
    'Look for a full or broken disk on its broker.',
  ],
  OFFSET_OUT_OF_RANGE: [
    'BAD_INPUT',
    (subject) => `${subject} does not have that offset`,
    'It is before the start of the log or after its end.',
  ],
  COORDINATOR_NOT_AVAILABLE: [
    'REQUEST_FAILED',
    (subject) => `${subject} has no coordinator`,
    'Its partition of __consumer_offsets has no leader, or was not created yet.',
  ],
  COORDINATOR_LOAD_IN_PROGRESS: [
    'REQUEST_FAILED',
    (subject) => `the coordinator of ${subject} is still loading`,
    'It reads __consumer_offsets after a move or a restart; try again shortly.',
  ],
  NOT_COORDINATOR: ['REQUEST_FAILED', (subject) => `the coordinator of ${subject} keeps moving`],
  GROUP_ID_NOT_FOUND: ['GROUP_NOT_FOUND', (subject) => `${subject} does not exist`],
  INVALID_GROUP_ID: ['BAD_INPUT', (subject) => `${subject} has no valid id`],
  NON_EMPTY_GROUP: [
    'GROUP_ACTIVE',
    (subject) => `${subject} has active members`,
    'Stop its consumers first.',
  ],
  UNKNOWN_MEMBER_ID: [
    'GROUP_ACTIVE',
    (subject) => `${subject} has active members, so that nobody else may commit for it`,
    'Stop its consumers first.',
  ],
  REBALANCE_IN_PROGRESS: [
    'GROUP_ACTIVE',
    (subject) => `${subject} is rebalancing`,
    'Try again when it is stable.',
  ],
  UNSTABLE_OFFSET_COMMIT: [
    'REQUEST_FAILED',
    (subject) => `offsets of ${subject} are part of a transaction that is still open`,
  ],
  TOPIC_AUTHORIZATION_FAILED: [
    'NOT_AUTHORIZED',
    (subject) => `not allowed to read ${subject}`,
    'An ACL for DESCRIBE (and READ) on the topic is missing for this user.',
  ],
  GROUP_AUTHORIZATION_FAILED: [
    'NOT_AUTHORIZED',
    (subject) => `not allowed to see ${subject}`,
    'An ACL for DESCRIBE (and READ) on the group is missing for this user.',
  ],
  CLUSTER_AUTHORIZATION_FAILED: [
    'NOT_AUTHORIZED',
    (subject) => `not allowed on the cluster: ${subject}`,
    'An ACL on the cluster resource is missing for this user.',
  ],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: ['NOT_AUTHORIZED', (subject) => `not allowed to use ${subject}`],
  UNSUPPORTED_VERSION: ['UNSUPPORTED', (subject) => `the broker does not support this for ${subject}`],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: [
    'UNSUPPORTED',
    (subject) => `${subject} is stored in a format that is too old for this`,
  ],
  REQUEST_TIMED_OUT: [
    'REQUEST_FAILED',
    (subject) => `the broker gave up on ${subject}: it took too long`,
    'Replicas may be slow or away.',
  ],
  POLICY_VIOLATION: ['REFUSED', (subject) => `a policy of the cluster forbids it: ${subject}`],
  TOPIC_ALREADY_EXISTS: ['BAD_INPUT', (subject) => `${subject} exists already`],
  INVALID_CONFIG: ['BAD_INPUT', (subject) => `the broker does not take this setting of ${subject}`],
  INVALID_PARTITIONS: [
    'BAD_INPUT',
    (subject) => `the broker does not take this number of partitions of ${subject}`,
  ],
  INVALID_REPLICATION_FACTOR: [
    'BAD_INPUT',
    (subject) => `the broker does not take this replication factor of ${subject}`,
    'There cannot be more replicas than brokers: kbook broker list',
  ],
  INVALID_REPLICA_ASSIGNMENT: [
    'BAD_INPUT',
    (subject) => `the broker does not take these replicas of ${subject}`,
  ],
  INVALID_REQUEST: ['BAD_INPUT', (subject) => `the broker does not take this for ${subject}`],
  SECURITY_DISABLED: [
    'UNSUPPORTED',
    (subject) => `${subject}: this cluster has no authorizer, so that everybody may do everything`,
    'ACLs need authorizer.class.name on each broker (and controller).',
  ],
  TRANSACTIONAL_ID_NOT_FOUND: ['NOT_FOUND', (subject) => `${subject} is not known to its coordinator`],
  INVALID_PRODUCER_EPOCH: ['REFUSED', (subject) => `${subject} has moved on to another producer epoch`],
  TRANSACTION_COORDINATOR_FENCED: [
    'REFUSED',
    (subject) => `${subject} has seen a later epoch of the transaction coordinator`,
  ],
  UNACCEPTABLE_CREDENTIAL: [
    'BAD_INPUT',
    (subject) => `the broker does not take this credential of ${subject}`,
  ],
  PREFERRED_LEADER_NOT_AVAILABLE: [
    'REQUEST_FAILED',
    (subject) => `the preferred replica of ${subject} is away or not in sync`,
    'Once it has caught up, the election works: kbook topic describe shows the ISR.',
  ],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: [
    'REQUEST_FAILED',
    (subject) => `no replica of ${subject} can lead it`,
    'All of them are away: bring back one of their brokers.',
  ],
  NO_REASSIGNMENT_IN_PROGRESS: ['BAD_INPUT', (subject) => `${subject} is not being moved`],
  MESSAGE_TOO_LARGE: [
    'BAD_INPUT',
    (subject) => `a record is too large for ${subject}`,
    'See max.message.bytes of the topic.',
  ],
}

/** What a user must be allowed to, in the words of Kafka's ACLs. */
export interface NeededAcl {
  /** Such as `Describe`, `Read`, `AlterConfigs`. */
  readonly operation: string
  readonly type: 'topic' | 'group' | 'cluster' | 'transactional-id' | 'broker' | 'user'
  /** Of the topic, group or transactional id. */
  readonly name?: string | undefined
}

/** The ACL that is missing, and the command by which an administrator grants it. */
function aclHint({operation, type, name}: NeededAcl): string[] {
  // Settings of brokers, and users, are guarded by the cluster as a whole.
  const whole = type === 'cluster' || type === 'broker' || type === 'user'
  const where = whole ? 'the cluster' : `${type} ${name ?? ''}`
  const flag = whole ? '--cluster' : `--${type} ${shellWord(name ?? '')}`
  return [
    `The ACL ${operation} on ${where} is missing for this user. An administrator grants it with:`,
    `kbook acl create --allow-principal User:NAME --operation ${operation} ${flag}`,
  ]
}

/**
 * An error code of an answer, as an error about its subject (`topic "t"`, `t-0`, `group "g"`).
 * Kafka's own name of it is in `details.kafka`. `needs` is the ACL to name when it is one that is missing.
 */
export function kafkaError(
  code: number,
  subject: string,
  reason?: string | null,
  needs?: NeededAcl,
): KbookError {
  const name = errorName(code)
  const details = {kafka: name, code}
  const meaning = MEANINGS[name]
  const because = reason ? ` (${reason})` : ''
  if (!meaning) {
    const words = name.toLowerCase().replaceAll('_', ' ')
    return new KbookError('REQUEST_FAILED', `${subject}: ${words}${because}`, {details})
  }
  const [own, message, general] = meaning
  const hint = own === 'NOT_AUTHORIZED' && needs ? aclHint(needs) : general
  return new KbookError(own, message(subject) + because, hint === undefined ? {details} : {details, hint})
}

/** Kafka's name for what went wrong, such as `LEADER_NOT_AVAILABLE`, when a broker said so. */
export function kafkaErrorName(error: KbookError | undefined): string | undefined {
  const name = error?.details?.['kafka']
  return typeof name === 'string' ? name : undefined
}
