import type {KafkaErrorTable} from './entry.js'

const QUORUM = ['kbook cluster quorum', 'kbook broker list']

/** What brokers and controllers tell each other; it is met in their logs. */
export const BETWEEN_BROKERS: KafkaErrorTable = {
  STALE_BROKER_EPOCH: {
    cause: 'The broker restarted, and a request of its former life arrived.',
    check: 'Usual after a restart.',
  },
  INCONSISTENT_CLUSTER_ID: {
    cause:
      'A node belongs to another cluster: its addresses of the quorum, or its disk, are those of another one.',
    check: 'Compare controller.quorum.* and cluster.id in meta.properties of that node with the others.',
    run: QUORUM,
  },
  DUPLICATE_BROKER_REGISTRATION: {
    cause:
      'Two nodes run with the same node.id, or a broker restarted before its former registration ran out.',
    check: 'Give each node an id of its own; after a crash it goes away within broker.session.timeout.ms.',
    run: ['kbook broker list'],
  },
  BROKER_ID_NOT_REGISTERED: {
    cause: 'The controller does not know the broker: it was unregistered, or never came up.',
    check: 'Restart that broker and look at its log.',
    run: ['kbook broker list'],
  },
  INVALID_REGISTRATION: {
    cause: 'The controller refused the broker: its log directories, its features or its version do not fit.',
    check: 'Look at the log of the controller for the reason.',
    run: QUORUM,
  },
  INCONSISTENT_VOTER_SET: {
    cause: 'The nodes do not agree on who votes in the quorum.',
    check: 'Compare controller.quorum.voters on all of them.',
    run: QUORUM,
  },
  INVALID_VOTER_KEY: {
    cause:
      'The id of the directory of a controller is not the one that the quorum knows: its disk was replaced.',
    check: 'Remove the former voter and add the new one.',
    run: QUORUM,
  },
  DUPLICATE_VOTER: {
    cause: 'The controller votes already.',
    check: 'Nothing to do.',
    run: QUORUM,
  },
  VOTER_NOT_FOUND: {
    cause: 'The controller does not vote.',
    check: 'See who does.',
    run: QUORUM,
  },
  UNKNOWN_CONTROLLER_ID: {
    cause: 'A controller is not known to the quorum.',
    check: 'See who votes and observes.',
    run: QUORUM,
  },
  SNAPSHOT_NOT_FOUND: {
    cause: 'The metadata snapshot that a node asks for was replaced by a later one.',
    check: 'It asks for the later one by itself.',
    run: QUORUM,
  },
  INVALID_UPDATE_VERSION: {
    cause: 'The state that a broker wanted to change has changed meanwhile.',
    check: 'It tries again by itself.',
  },
  FEATURE_UPDATE_FAILED: {
    cause: 'A feature level could not be changed: a node does not support it, or it may not go down.',
    check: 'Upgrade every node first; look at the log of the controller.',
    run: ['kbook cluster api-versions'],
  },
  UNKNOWN_SUBSCRIPTION_ID: {
    cause: 'The metrics that the brokers want of clients have changed.',
    check: 'The client asks again by itself.',
  },
  TELEMETRY_TOO_LARGE: {
    cause: 'A client sends more metrics than telemetry.max.bytes.',
    check: 'Raise it, or ask for fewer metrics.',
  },
}
