import type {KafkaErrorTable} from './entry.js'

const LOOK = ['kbook health', 'kbook broker list', 'kbook topic describe TOPIC']

/** Leaders, replicas and disks. */
export const REPLICA_ERRORS: KafkaErrorTable = {
  NOT_ENOUGH_REPLICAS: {
    own: ['REQUEST_FAILED', (subject) => `${subject} has fewer in-sync replicas than it asks for`],
    cause:
      'Fewer replicas are in sync than min.insync.replicas, so writes with acks=all are refused: brokers are down or lag behind.',
    check:
      'Bring the missing brokers back. Until then min.insync.replicas can be lowered, at the risk of losing acknowledged records.',
    run: [...LOOK, 'kbook topic alter TOPIC --set min.insync.replicas=1 --dry-run'],
  },
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: {
    own: ['REQUEST_FAILED', (subject) => `${subject} was written to fewer in-sync replicas than it asks for`],
    cause:
      'The leader has the records, then replicas fell out of sync: a producer that sends again may write them twice unless it is idempotent.',
    check: 'Bring the missing brokers back, and look for what was written twice.',
    run: LOOK,
  },
  LEADER_NOT_AVAILABLE: {
    own: ['REQUEST_FAILED', (subject) => `${subject} has no leader`],
    cause:
      'A leader is being elected, or every in-sync replica is on a broker that is down. Right after a topic is created it is usual for a moment.',
    check: 'All its in-sync replicas are down: bring back the broker that had it last.',
    run: LOOK,
  },
  NOT_LEADER_OR_FOLLOWER: {
    own: ['REQUEST_FAILED', (subject) => `the leader of ${subject} keeps moving`],
    cause:
      'The client asked a broker that led the partition before; it learns the new leader and goes on. Lasting, it means brokers that restart or lose touch.',
    check: 'Brokers may be restarting; try again when they have settled.',
    run: LOOK,
  },
  REPLICA_NOT_AVAILABLE: {
    cause: 'A broker that holds a replica is down. Readers and writers of the leader are not touched.',
    check: 'Bring the broker back.',
    run: LOOK,
  },
  LISTENER_NOT_FOUND: {
    own: ['REQUEST_FAILED', (subject) => `the leader of ${subject} has no listener of this kind`],
    cause: 'The leader has no listener of the name on which the client came in.',
    check: 'The brokers do not agree on their listeners: compare advertised.listeners on each.',
    run: ['kbook cluster ping'],
  },
  KAFKA_STORAGE_ERROR: {
    own: ['REQUEST_FAILED', (subject) => `the log directory of ${subject} is offline`],
    cause:
      'The broker could not read or write a log directory and took it offline: a full, broken or unmounted disk.',
    check: 'Look for a full or broken disk on its broker.',
    run: ['kbook broker logdirs', 'kbook health'],
  },
  LOG_DIR_NOT_FOUND: {
    cause: 'The directory is not in log.dirs of that broker.',
    check: 'Name one of its log directories.',
    run: ['kbook broker logdirs'],
  },
  FENCED_LEADER_EPOCH: {
    cause: 'The client knows an older leader than the broker; it learns the new one and goes on.',
    check: 'Nothing to do unless it lasts: then leaders keep moving.',
    run: ['kbook health'],
  },
  UNKNOWN_LEADER_EPOCH: {
    cause: 'The broker has not heard of the leader that the client knows, or the topic was created anew.',
    check: 'Nothing to do unless it lasts: then that broker does not follow the controller.',
    run: ['kbook health', 'kbook cluster quorum'],
  },
  PREFERRED_LEADER_NOT_AVAILABLE: {
    own: ['REQUEST_FAILED', (subject) => `the preferred leader of ${subject} cannot lead`],
    cause: 'The first of its replicas is down or not in sync.',
    check: 'Wait until it is in sync again.',
    run: ['kbook topic describe TOPIC'],
  },
  ELIGIBLE_LEADERS_NOT_AVAILABLE: {
    own: ['REQUEST_FAILED', (subject) => `no replica of ${subject} may lead it`],
    cause: 'No replica that is in sync is alive.',
    check: 'Bring one back. An unclean election takes another one and loses what that one does not have.',
    run: ['kbook topic describe TOPIC', 'kbook broker list'],
  },
  ELECTION_NOT_NEEDED: {
    cause: 'The preferred replica leads already, or for an unclean election there is a leader.',
    check: 'Nothing to do.',
  },
  REASSIGNMENT_IN_PROGRESS: {
    own: ['REQUEST_FAILED', (subject) => `${subject} is being moved to other brokers`],
    cause: 'A reassignment of the partition has not ended yet.',
    check: 'Wait for it, or cancel it.',
    run: ['kbook topic reassign-status', 'kbook topic reassign-cancel --all'],
  },
  NO_REASSIGNMENT_IN_PROGRESS: {
    cause: 'There is nothing to cancel: the reassignment has ended or never began.',
    check: 'Nothing to do.',
  },
  INELIGIBLE_REPLICA: {
    cause: 'Between brokers: the leader wanted a replica in sync that is fenced or shutting down.',
    check: 'Usual while a broker stops or starts.',
    run: ['kbook health'],
  },
  NEW_LEADER_ELECTED: {
    cause: 'Between brokers: a change of the in-sync replicas led to an election.',
    check: 'Nothing to do.',
  },
}
