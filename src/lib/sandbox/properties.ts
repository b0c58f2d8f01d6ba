import {layout} from './paths.js'
import type {NodeState, SandboxSettings} from './types.js'

const HOST = '127.0.0.1'

export interface PropertiesInput {
  dir: string
  settings: SandboxSettings
  nodes: readonly NodeState[]
  /** Passwords by user; only needed with SASL. */
  passwords: Readonly<Record<string, string>>
}

/** `server.properties` of one node. Pure. */
export function serverProperties(node: NodeState, input: PropertiesInput): Record<string, string> {
  const {settings} = input
  return {
    ...identity(node, input),
    ...listeners(node, settings),
    ...sizes(settings.nodes),
    ...(settings.tls || settings.mtls ? tls(input.dir, settings.mtls) : {}),
    ...(settings.sasl ? sasl(input.passwords) : {}),
    ...(settings.sasl || settings.mtls ? AUTHORIZER : {}),
    ...settings.config,
  }
}

/** Java's properties format; only backslashes need care in the values that are used here. */
export const renderProperties = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`)
    .join('')

const identity = (node: NodeState, {dir, nodes}: PropertiesInput): Record<string, string> => ({
  'process.roles': 'broker,controller',
  'node.id': String(node.id),
  'controller.quorum.voters': nodes.map(({id, ports}) => `${id}@${HOST}:${ports.controller}`).join(','),
  'log.dirs': layout(dir).node(node.id).data,
})

// Clients get a listener of their own, so that brokers talk to each other in plain text whatever clients must do.
function listeners({id, ports}: NodeState, settings: SandboxSettings): Record<string, string> {
  const {sasl, tls, mtls, proxyPorts} = settings
  const proxy = proxyPorts[id - 1]
  const security = `${sasl ? 'SASL_' : ''}${tls || mtls ? 'SSL' : 'PLAINTEXT'}`
  const open = (name: string, port: number): string => `${name}://${HOST}:${port}`
  const own = [open('CLIENT', ports.client), open('INTERNAL', ports.internal)]
  const proxied = (port: number): string[] => (proxy === undefined ? [] : [open('PROXIED', port)])
  return {
    listeners: [...own, ...proxied(ports.proxied), open('CONTROLLER', ports.controller)].join(','),
    'advertised.listeners': [...own, ...proxied(proxy ?? 0)].join(','),
    'listener.security.protocol.map': `CLIENT:${security},INTERNAL:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
  }
}

function sizes(nodes: number): Record<string, string> {
  const replicas = String(nodes)
  const minIsr = nodes === 3 ? '2' : '1'
  return {
    'default.replication.factor': replicas,
    'min.insync.replicas': minIsr,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': minIsr,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': minIsr,
    // Small, because each internal partition costs files and time at the first use.
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.num.partitions': '4',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'log.cleaner.dedupe.buffer.size': '16777216',
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '6000',
    // A killed broker is missed, and may come back, after 6 s instead of 9 s.
    'broker.session.timeout.ms': '6000',
    'broker.heartbeat.interval.ms': '1000',
  }
}

const tls = (dir: string, clientCertificate: boolean): Record<string, string> => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': layout(dir).brokerKeystore,
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': layout(dir).ca,
  // With the listener's prefix: without it, Kafka asks for no certificate where clients also use SASL (KIP-684).
  'listener.name.client.ssl.client.auth': clientCertificate ? 'required' : 'none',
  // `CN=admin` is the user `admin`, whichever way it authenticates.
  'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT',
})

function sasl(passwords: Readonly<Record<string, string>>): Record<string, string> {
  const security = 'org.apache.kafka.common.security'
  const users = Object.entries(passwords).map(([user, password]) => `user_${user}="${password}"`)
  const key = (mechanism: string): string => `listener.name.client.${mechanism}.sasl.jaas.config`
  return {
    'listener.name.client.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    [key('plain')]: `${security}.plain.PlainLoginModule required ${users.join(' ')};`,
    [key('scram-sha-256')]: `${security}.scram.ScramLoginModule required;`,
    [key('scram-sha-512')]: `${security}.scram.ScramLoginModule required;`,
    // Without a key to check tokens with, Kafka takes unsigned ones: good for trying out the client's side.
    [key('oauthbearer')]: `${security}.oauthbearer.OAuthBearerLoginModule required;`,
  }
}

// Brokers reach each other unauthenticated, so the anonymous user of the internal listener must be trusted.
const AUTHORIZER = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:admin;User:ANONYMOUS',
}

/** Kafka's distributions log through log4j, which is silent without a file like this one. */
export const BROKER_LOGGING = renderProperties({
  'appender.console.type': 'Console',
  'appender.console.name': 'console',
  'appender.console.layout.type': 'PatternLayout',
  'appender.console.layout.pattern': '%d{yyyy-MM-dd HH:mm:ss,SSS} [%t] %p %c - %m%n',
  'rootLogger.level': 'INFO',
  'rootLogger.appenderRef.console.ref': 'console',
})
