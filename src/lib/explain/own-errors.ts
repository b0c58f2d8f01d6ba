import type {ErrorCode} from '../errors.js'
import type {ErrorWords} from '../kafka/errors/entry.js'

/** What kbook's own codes mean, as `error.code` of its JSON has them. */
export const OWN_ERRORS: Readonly<Record<ErrorCode, ErrorWords>> = {
  BAD_FLAG: {
    cause: 'A flag or an argument is wrong.',
    check: 'The error names it; --help of the command explains it.',
  },
  BAD_CONFIG: {cause: 'A configuration file is wrong.', check: 'The error names each place, line by line.'},
  BAD_INPUT: {
    cause: 'A value, a name or a file does not fit.',
    check: 'The error names it and says what fits.',
  },
  NOT_FOUND: {cause: 'What was named is not there.', check: 'List what there is.'},
  GROUP_NOT_FOUND: {cause: 'The group is not there.', check: 'Check the name.', run: ['kbook group list']},
  TOPIC_NOT_FOUND: {cause: 'The topic is not there.', check: 'Check the name.', run: ['kbook topic list']},
  PROFILE_NOT_FOUND: {
    cause: 'No profile has this name.',
    check: 'Check the name.',
    run: ['kbook profile list'],
  },
  NO_CLUSTER: {
    cause: 'Nothing says which cluster is meant.',
    check: 'Name a profile or brokers.',
    run: ['kbook profile list', 'kbook profile add NAME --brokers HOST:9092'],
  },
  MISSING_TOOL: {
    cause: 'A program that is needed is not installed.',
    check: 'The error says which, and how to get it.',
  },
  CHECK_FAILED: {cause: 'What was checked does not hold.', check: 'The result says what and why.'},
  TIMEOUT: {cause: 'What was waited for did not come in time.', check: 'A longer limit: --timeout 5m'},
  UNREACHABLE: {
    cause: 'No broker answers, or one that is needed does not.',
    check: 'Which step fails, and for which address?',
    run: ['kbook cluster ping'],
  },
  AUTHENTICATION_FAILED: {
    cause: 'The login was refused.',
    check: 'Check user, password and mechanism.',
    run: ['kbook profile show --origins', 'kbook cluster ping'],
  },
  TLS_FAILED: {
    cause: 'No secure connection came about.',
    check: 'Check CA, certificates and ports.',
    run: ['kbook profile show --origins', 'kbook cluster ping'],
  },
  REQUEST_FAILED: {
    cause: 'A broker answered with an error.',
    check: 'details.kafka has the name that Kafka has for it: explain that one.',
    run: ['kbook health'],
  },
  REFUSED: {
    cause:
      'A guard said no: nothing was confirmed, the cluster is read-only, or it is another one than expected.',
    check: 'Nothing was changed. --dry-run shows what would be.',
    run: ['kbook profile list'],
  },
  NOT_AUTHORIZED: {
    cause: 'The user lacks an ACL.',
    check: 'The error names it, and the command that grants it.',
    run: ['kbook acl list'],
  },
  LOCKED: {cause: 'Another process holds what is needed.', check: 'The error names it.'},
  PROTECTED: {
    cause: 'A profile protects this cluster, whichever way it was reached.',
    check: 'Type its name when asked, or give it with --confirm NAME; --yes is not enough.',
    run: ['kbook profile list'],
  },
  GROUP_ACTIVE: {
    cause: 'The group has members that run.',
    check: 'Stop its consumers first.',
    run: ['kbook group describe GROUP'],
  },
  HISTORY_MISMATCH: {
    cause: 'The history belongs to another group or topic.',
    check: 'Name the right one with --history.',
  },
  STORAGE_FAILED: {
    cause:
      'The audit log, an undo or a history cannot be written or read: a full disk, or a folder of somebody else.',
    check: 'What cannot be noted down is not begun. XDG_STATE_HOME chooses another folder.',
  },
  PARTIAL: {cause: 'A part failed and the rest was done.', check: 'Each part that failed says why.'},
  UNSUPPORTED: {
    cause: 'This cluster does not offer what was asked.',
    check: 'See which requests the brokers speak.',
    run: ['kbook cluster api-versions'],
  },
  INTERRUPTED: {cause: 'Ctrl-C, or a signal.', check: 'What was begun is told.', run: ['kbook audit']},
}
