import type {KafkaErrorTable} from './entry.js'

/** Who may do what, and who somebody is. */
export const SECURITY_ERRORS: KafkaErrorTable = {
  TOPIC_AUTHORIZATION_FAILED: {
    own: ['NOT_AUTHORIZED', (subject) => `not allowed to read ${subject}`],
    cause: 'The user has no ACL for that operation on the topic, or a DENY stands before it.',
    check: 'An ACL for DESCRIBE (and READ) on the topic is missing for this user.',
    run: [
      'kbook acl list --topic TOPIC',
      'kbook acl create --allow-principal User:NAME --operation Read --topic TOPIC',
    ],
  },
  GROUP_AUTHORIZATION_FAILED: {
    own: ['NOT_AUTHORIZED', (subject) => `not allowed to see ${subject}`],
    cause: 'The user has no ACL on the group; a consumer needs READ on it as well as on its topics.',
    check: 'An ACL for DESCRIBE (and READ) on the group is missing for this user.',
    run: [
      'kbook acl list --group GROUP',
      'kbook acl create --allow-principal User:NAME --operation Read --group GROUP',
    ],
  },
  CLUSTER_AUTHORIZATION_FAILED: {
    own: ['NOT_AUTHORIZED', (subject) => `not allowed on the cluster: ${subject}`],
    cause:
      'The operation is guarded by the cluster as a whole: ACLs, users, settings of brokers, reassignments, and idempotent writes on brokers before 3.0.',
    check: 'An ACL on the cluster resource is missing for this user.',
    run: [
      'kbook acl list --cluster',
      'kbook acl create --allow-principal User:NAME --operation Describe --cluster',
    ],
  },
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: {
    own: ['NOT_AUTHORIZED', (subject) => `not allowed to use ${subject}`],
    cause: 'A transactional producer needs WRITE and DESCRIBE on its transactional id.',
    check: 'An ACL for WRITE (and DESCRIBE) on the transactional id is missing for this user.',
    run: ['kbook acl create --allow-principal User:NAME --operation Write --transactional-id ID'],
  },
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: {
    own: ['NOT_AUTHORIZED', (subject) => `not allowed to use the delegation token of ${subject}`],
    cause: 'The user may not describe or use that token.',
    check: 'An ACL on the token, or on the user for whom it is, is missing.',
  },
  SECURITY_DISABLED: {
    own: [
      'UNSUPPORTED',
      (subject) => `${subject}: this cluster has no authorizer, so that everybody may do everything`,
    ],
    cause: 'The brokers run without an authorizer.',
    check:
      'ACLs need authorizer.class.name on each broker and controller; on Redpanda kafka_enable_authorization, or enable_sasl.',
  },
  SASL_AUTHENTICATION_FAILED: {
    own: ['AUTHENTICATION_FAILED', (subject) => `the login to ${subject} was refused`],
    cause: 'User or password is wrong, the user is not there for this mechanism, or the token has expired.',
    check:
      'Check the user, the password and the mechanism; a SCRAM user has one password for each mechanism.',
    run: ['kbook profile show --origins', 'kbook cluster ping', 'kbook user list'],
  },
  UNSUPPORTED_SASL_MECHANISM: {
    own: ['AUTHENTICATION_FAILED', (subject) => `${subject} does not offer this SASL mechanism`],
    cause: 'The mechanism is not in sasl.enabled.mechanisms of that listener.',
    check: 'Choose one that the listener offers: plain, scram-sha-256, scram-sha-512 or oauthbearer.',
    run: ['kbook profile show --origins'],
  },
  ILLEGAL_SASL_STATE: {
    own: [
      'AUTHENTICATION_FAILED',
      (subject) => `${subject} did not expect a login, or expected another step of it`,
    ],
    cause: 'The client logs in on a listener without SASL, or sends requests before it has logged in.',
    check: 'Do the security settings of the client match the listener of that port?',
    run: ['kbook cluster ping'],
  },
  UNACCEPTABLE_CREDENTIAL: {
    own: ['BAD_INPUT', (subject) => `the broker does not take this credential of ${subject}`],
    cause: 'The number of iterations is outside what the broker takes, or the password is empty.',
    check: 'Use 4,096 to 16,384 iterations and a password that is not empty.',
    run: ['kbook user list'],
  },
  INVALID_PRINCIPAL_TYPE: {
    own: ['BAD_INPUT', (subject) => `${subject} is not a principal that the broker takes`],
    cause: 'The type of the principal is not one that the broker knows.',
    check: 'Write it as User:NAME.',
  },
  PRINCIPAL_DESERIALIZATION_FAILURE: {
    cause:
      'A broker passed a request on to the controller, which cannot read who sent it: they have different principal builders.',
    check: 'Give brokers and controllers the same principal.builder.class.',
  },
  DELEGATION_TOKEN_AUTH_DISABLED: {
    own: ['UNSUPPORTED', (subject) => `delegation tokens are not enabled: ${subject}`],
    cause: 'delegation.token.secret.key is not set on the brokers.',
    check: 'Set it on every broker and controller.',
  },
  DELEGATION_TOKEN_NOT_FOUND: {
    own: ['NOT_FOUND', (subject) => `the delegation token of ${subject} does not exist`],
    cause: 'It has expired and was removed, or belongs to another cluster.',
    check: 'Ask for a new one.',
  },
  DELEGATION_TOKEN_OWNER_MISMATCH: {
    own: ['NOT_AUTHORIZED', (subject) => `${subject} is neither owner nor renewer of the token`],
    cause: 'Only its owner and its renewers may renew or expire a token.',
    check: 'Log in as one of them.',
  },
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: {
    own: ['REFUSED', (subject) => `delegation tokens cannot be asked for on this connection: ${subject}`],
    cause: 'The connection is not authenticated, or by a token itself.',
    check: 'Log in with SASL or with a client certificate.',
  },
  DELEGATION_TOKEN_EXPIRED: {
    own: ['AUTHENTICATION_FAILED', (subject) => `the delegation token of ${subject} has expired`],
    cause: 'Its time is up, and nobody renewed it.',
    check: 'Ask for a new one.',
  },
}
