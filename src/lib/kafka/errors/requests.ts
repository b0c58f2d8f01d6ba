import type {KafkaErrorTable} from './entry.js'

/** What any request may be answered with. */
export const REQUEST_ERRORS: KafkaErrorTable = {
  UNKNOWN_SERVER_ERROR: {
    own: ['REQUEST_FAILED', (subject) => `the broker failed over ${subject} without saying why`],
    cause:
      'An exception in the broker that has no code of its own; a full disk or a plugin (a policy, an authorizer) is often behind it.',
    check: 'Its reason stands in the log of the broker (server.log), at that time.',
    run: ['kbook health', 'kbook broker logdirs'],
  },
  REQUEST_TIMED_OUT: {
    own: ['REQUEST_FAILED', (subject) => `the broker gave up on ${subject}: it took too long`],
    cause:
      'The request waited for other brokers (in-sync replicas, the controller) that did not answer in time, or the broker is overloaded.',
    check: 'Replicas may be slow or away.',
    run: ['kbook health', 'kbook cluster ping'],
  },
  NETWORK_EXCEPTION: {
    cause:
      'The connection ended before the answer came: the broker restarted, or something between closes idle connections.',
    check: 'Nobody knows whether the request was carried out: look before sending it again.',
    run: ['kbook cluster ping'],
  },
  BROKER_NOT_AVAILABLE: {
    cause: 'The broker is not alive.',
    check: 'Bring it back.',
    run: ['kbook broker list', 'kbook cluster ping'],
  },
  UNSUPPORTED_VERSION: {
    own: ['UNSUPPORTED', (subject) => `the broker does not support this for ${subject}`],
    cause:
      'The broker is too old for the request, is not Apache Kafka (Redpanda and hosted services leave some out), or a feature is not enabled.',
    check: 'See which requests the brokers speak.',
    run: ['kbook cluster api-versions'],
  },
  NONE: {
    cause: 'No error: the request was carried out.',
    check: 'Nothing is to be mended.',
  },
  INVALID_REQUEST: {
    own: ['BAD_INPUT', (subject) => `the broker does not take this for ${subject}`],
    cause: 'The request contradicts itself, or client and broker do not understand each other.',
    check: 'Its reason stands in the log of the broker.',
    seeksReason: true,
    run: ['kbook cluster api-versions'],
  },
  OPERATION_NOT_ATTEMPTED: {
    cause: 'Another part of the same request failed, so that the broker did not begin with this one.',
    check: 'Mend what failed, then try again.',
  },
  NOT_CONTROLLER: {
    own: ['REQUEST_FAILED', (subject) => `the controller keeps moving: ${subject}`],
    cause: 'The request went to a broker that is not the controller any more.',
    check: 'Try again; if it lasts, the quorum has no stable leader.',
    run: ['kbook cluster quorum'],
  },
  STALE_CONTROLLER_EPOCH: {
    cause: 'The controller moved while the request was under way.',
    check: 'Try again.',
    run: ['kbook cluster quorum'],
  },
  REBOOTSTRAP_REQUIRED: {
    cause: 'The client knows none of the brokers that are there now.',
    check: 'Begin anew from the addresses of its configuration; are those still right?',
    run: ['kbook cluster ping'],
  },
  MISMATCHED_ENDPOINT_TYPE: {
    cause: 'A request for brokers was sent to a controller, or the other way round.',
    check: 'Use the port of a client listener as bootstrap address, not that of a controller.',
    run: ['kbook cluster ping'],
  },
  UNSUPPORTED_ENDPOINT_TYPE: {
    cause: 'The broker does not know that kind of endpoint yet.',
    check: 'Ask the brokers instead of the controllers.',
  },
}
