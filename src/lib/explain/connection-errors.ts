import type {ClientError} from './client-error.js'

const PING = 'kbook cluster ping'

/** Connections, names, certificates: what happens before a broker answers. */
export const CONNECTION_ERRORS: readonly ClientError[] = [
  {
    title: 'connection refused',
    texts: ['ECONNREFUSED', 'Connection refused', 'Connect failed', 'nothing listens on'],
    cause: 'Nothing listens on that address: the broker is down, or this is the wrong host or port.',
    check: 'Is the broker running, and is this the port of a client listener?',
    run: [PING],
  },
  {
    title: 'host name not found',
    texts: [
      'ENOTFOUND',
      'EAI_AGAIN',
      'UnknownHostException',
      'Local: Host resolution failure',
      '_RESOLVE',
      'No resolvable bootstrap urls',
      "Couldn't resolve server",
      'Name or service not known',
      'cannot be resolved',
    ],
    cause:
      'The name cannot be resolved here. A bootstrap address that works and then this: the broker advertises a name that only its own network knows (advertised.listeners).',
    check: 'Check the spelling, the VPN, and the name that the broker advertises (advertised.listeners).',
    run: [PING, 'kbook broker list'],
  },
  {
    title: 'no way to the broker',
    texts: [
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'No route to host',
      'Network is unreachable',
      'Connection timed out',
    ],
    cause: 'Packets are dropped on the way: a firewall, a security group, a missing VPN, or a wrong address.',
    check: 'A firewall, a missing VPN or a wrong address drops it on the way.',
    run: [PING],
  },
  {
    title: 'broker transport failure',
    texts: [
      'Local: Broker transport failure',
      '_TRANSPORT',
      'ECONNRESET',
      'EPIPE',
      'Broken pipe',
      'Connection reset by peer',
      'DisconnectException',
      'Bootstrap broker disconnected',
      'disconnected before a response',
      'terminated during authentication',
      'Disconnected while requesting ApiVersion',
      'closed the connection',
      'KafkaJSConnectionClosedError',
    ],
    cause:
      'The connection broke. At the start it mostly means that client and listener disagree: plaintext against TLS, or no login where one is expected. Later: a broker restarted, or something between closes idle connections.',
    check: 'Do security.protocol and the SASL settings of the client match the listener of that port?',
    run: [PING, 'kbook health'],
  },
  {
    title: 'no broker can be reached',
    texts: [
      '_ALL_BROKERS_DOWN',
      'Local: All broker connections are down',
      'brokers are down',
      'could not be established. Broker may not be available',
      'KafkaJSConnectionError',
      'KafkaJSBrokerNotFound',
      'no broker answers',
      'NoBrokersAvailable',
      'kafka: client has run out of available brokers to talk to',
      'Timed out waiting for a node assignment',
    ],
    cause:
      'None of the addresses that the client knows answers: wrong addresses, a network that is cut, or advertised names that do not work from here.',
    check: 'Which step fails, and for which address?',
    run: [PING],
  },
  {
    title: 'certificate not trusted',
    texts: [
      'SSL handshake failed',
      'SSLHandshakeException',
      'SslAuthenticationException',
      'PKIX path building failed',
      'unable to find valid certification path',
      'self signed certificate',
      'self-signed certificate',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'certificate verify failed',
      'x509: certificate signed by unknown authority',
      'Local: SSL error',
      '_SSL',
    ],
    cause:
      'The certificate of the broker is not signed by a CA that the client trusts, or the handshake was refused.',
    check:
      'Give the client the CA of the cluster: tls.ca in a profile, ssl.truststore.location, ssl.ca.location.',
    run: [PING, 'kbook profile show --origins'],
  },
  {
    title: 'certificate for another host',
    texts: [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'No subject alternative names',
      'No name matching found',
      'hostname mismatch',
      'x509: certificate is valid for',
      'is for another host',
    ],
    cause: 'The name that was dialled is not in the certificate of the broker.',
    check: 'Use a name that it contains, or set tls.servername to one.',
    run: [PING],
  },
  {
    title: 'certificate expired',
    texts: ['CERT_HAS_EXPIRED', 'certificate has expired', 'CertificateExpiredException'],
    cause: 'The certificate is past its end, or the clock of this machine is wrong.',
    check: 'Renew it on the broker.',
    run: [PING],
  },
  {
    title: 'TLS against plaintext',
    texts: [
      'wrong version number',
      'Unrecognized SSL message, plaintext connection',
      'packet length too long',
      'Unexpected TLS alert',

      'does not speak TLS',
      'speaks TLS, and was dialled without',
    ],
    cause:
      'One side speaks TLS and the other does not; a Java client without TLS on a TLS port may even run out of memory.',
    check: 'Set tls in the profile (security.protocol=SSL or SASL_SSL), or use the plaintext port.',
    run: [PING],
  },
  {
    title: 'login refused',
    texts: [
      'Local: Authentication failure',
      '_AUTHENTICATION',
      'Authentication failed: Invalid username or password',
      'Authentication failed during authentication due to invalid credentials',
      'KafkaJSSASLAuthenticationError',
      'SASL authentication error',
      'Failed to construct kafka consumer: Login',
      'LoginException',
      'SaslException',
    ],
    cause: 'User, password or mechanism is wrong, or the token has expired.',
    check:
      'Check the user, the password and the mechanism; a SCRAM user has one password for each mechanism.',
    run: ['kbook profile show --origins', PING, 'kbook user list'],
  },
]
