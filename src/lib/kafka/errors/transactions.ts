import type {KafkaErrorTable} from './entry.js'

const LOOK = ['kbook cluster transactions list', 'kbook cluster transactions find-hanging']

/** Transactions and idempotent producers. */
export const TRANSACTION_ERRORS: KafkaErrorTable = {
  OUT_OF_ORDER_SEQUENCE_NUMBER: {
    cause:
      'An idempotent producer lost records between two that it sent, or two producers share an id: records may be missing.',
    check: 'Close the producer and begin anew; compare what was sent with what arrived.',
  },
  DUPLICATE_SEQUENCE_NUMBER: {
    cause: 'The broker has the batch already: a retry after a lost answer.',
    check: 'Nothing to do: it is not written twice.',
  },
  UNKNOWN_PRODUCER_ID: {
    cause: 'All records of the producer were deleted by retention, so that the broker forgot it.',
    check: 'The producer begins anew by itself; older clients must be restarted.',
  },
  INVALID_PRODUCER_EPOCH: {
    own: ['REFUSED', (subject) => `${subject} has moved on to another producer epoch`],
    cause:
      'Another producer took over the transactional id, or the coordinator ended a transaction that had timed out.',
    check: 'Is the same transactional.id used twice? Is transaction.timeout.ms long enough?',
    run: LOOK,
  },
  PRODUCER_FENCED: {
    own: ['REFUSED', (subject) => `a newer producer has taken over ${subject}`],
    cause:
      'A second instance runs with the same transactional.id, such as the new pod of a rollout. The older one must end.',
    check: 'Give each instance a transactional.id of its own.',
    run: LOOK,
  },
  INVALID_TXN_STATE: {
    own: ['REFUSED', (subject) => `${subject} is not in a state for that`],
    cause: 'The transaction was ended already, or never begun.',
    check: 'Look at its state; the application must abort and begin anew.',
    run: LOOK,
  },
  INVALID_PRODUCER_ID_MAPPING: {
    cause:
      'The coordinator knows the transactional id under another producer id, or has forgotten it (transactional.id.expiration.ms).',
    check: 'Restart the producer: it must call initTransactions again.',
    run: LOOK,
  },
  INVALID_TRANSACTION_TIMEOUT: {
    own: ['BAD_INPUT', (subject) => `the time-out of ${subject} is above what the brokers allow`],
    cause: 'transaction.timeout.ms of the producer is above transaction.max.timeout.ms of the brokers.',
    check: 'Lower it, or raise the limit of the brokers.',
    run: ['kbook broker config describe'],
  },
  CONCURRENT_TRANSACTIONS: {
    own: ['REQUEST_FAILED', (subject) => `${subject} is still being ended`],
    cause: 'The transaction before is still being completed.',
    check: 'Try again; if it lasts, a partition of the transaction has no leader.',
    run: [...LOOK, 'kbook health'],
  },
  TRANSACTION_COORDINATOR_FENCED: {
    own: ['REFUSED', (subject) => `${subject} has seen a later epoch of the transaction coordinator`],
    cause: 'The coordinator has moved; the marker of an older one is refused.',
    check: 'Look at the transaction again: it may have ended meanwhile.',
    run: LOOK,
  },
  TRANSACTIONAL_ID_NOT_FOUND: {
    own: ['NOT_FOUND', (subject) => `${subject} is not known to its coordinator`],
    cause: 'No producer has used the transactional id, or it expired (transactional.id.expiration.ms).',
    check: 'Check the name.',
    run: LOOK,
  },
  TRANSACTION_ABORTABLE: {
    cause: 'Something inside the transaction failed; only the transaction is lost, not the producer.',
    check: 'The application must abort it and may begin the next.',
    run: LOOK,
  },
}
