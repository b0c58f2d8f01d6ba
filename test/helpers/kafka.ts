import {randomBytes} from 'node:crypto'
import {Kafka, logLevel, type IHeaders, type RetryOptions, type SASLOptions} from 'kafkajs'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {runJava, type JavaResult} from '../../src/lib/sandbox/java.js'
import {findRuntime, type Runtime} from '../../src/lib/sandbox/runtime.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import type {SandboxUser} from '../../src/lib/sandbox/types.js'

export {startSandbox} from '../../src/lib/sandbox/start.js'
export {sharedKafka, sharedRedpanda, type SharedKafka} from './shared-kafka.js'

/** Kafka's own tools, by their usual names. */
export const TOOL = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  consumerGroups: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  shareGroups: 'org.apache.kafka.tools.consumer.group.ShareGroupCommand',
  consoleProducer: 'org.apache.kafka.tools.ConsoleProducer',
  consoleConsumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  consoleShareConsumer: 'org.apache.kafka.tools.consumer.ConsoleShareConsumer',
  getOffsets: 'org.apache.kafka.tools.GetOffsetShell',
  deleteRecords: 'org.apache.kafka.tools.DeleteRecordsCommand',
  groups: 'org.apache.kafka.tools.GroupsCommand',
  acls: 'org.apache.kafka.tools.AclCommand',
  configs: 'kafka.admin.ConfigCommand',
  leaderElection: 'org.apache.kafka.tools.LeaderElectionCommand',
  logDirs: 'org.apache.kafka.tools.LogDirsCommand',
  reassign: 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  transactions: 'org.apache.kafka.tools.TransactionsCommand',
  producerPerformance: 'org.apache.kafka.tools.ProducerPerformance',
  consumerPerformance: 'org.apache.kafka.tools.ConsumerPerformance',
  metadataQuorum: 'org.apache.kafka.tools.MetadataQuorumCommand',
  brokerApiVersions: 'org.apache.kafka.tools.BrokerApiVersionsCommand',
} as const

const CONFIG_FLAG: Readonly<Partial<Record<keyof typeof TOOL, string>>> = {
  consoleProducer: '--producer.config',
  consoleConsumer: '--consumer.config',
  consoleShareConsumer: '--consumer-config',
  consumerPerformance: '--consumer.config',
  producerPerformance: '--producer.config',
  leaderElection: '--admin.config',
}

/** Where a tool connects to: a {@link Sandbox}, or the {@link SharedKafka} of this run. */
export type ToolTarget = Pick<Sandbox, 'brokers' | 'clientProperties'>

export interface ToolOptions {
  input?: string
  user?: SandboxUser
  timeoutMs?: number
}

let runtime: Promise<Runtime> | undefined

/**
 * Runs one of Kafka's own tools against a cluster; address and credentials are added to the arguments. The JVM
 * takes about a second: for setting things up, the functions below are faster.
 */
export async function kafkaTool(
  target: ToolTarget,
  tool: keyof typeof TOOL,
  args: readonly string[],
  {input, user = 'admin', timeoutMs = 60_000}: ToolOptions = {},
): Promise<JavaResult> {
  const {java, classpath, jvmOptions} = await (runtime ??= findRuntime())
  return runJava({
    java,
    classpath,
    // Warnings only, on stderr; a distribution's log4j keeps quiet by itself.
    jvmOptions: [...jvmOptions, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
    mainClass: TOOL[tool],
    args: [
      ...[CONFIG_FLAG[tool] ?? '--command-config', target.clientProperties(user)],
      ...addressArgs(tool, target.brokers.join(',')),
      ...args,
    ],
    timeoutMs,
    ...(input === undefined ? {} : {input}),
  })
}

const addressArgs = (tool: keyof typeof TOOL, brokers: string): string[] =>
  tool === 'producerPerformance'
    ? ['--producer-props', `bootstrap.servers=${brokers}`]
    : ['--bootstrap-server', brokers]

/** A silent kafkajs client for setting a test's scene. */
export function kafkaClient(connection: KafkaConnection, retry: RetryOptions = {}): Kafka {
  const {tls, sasl} = connection
  return new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    connectionTimeout: connection.connectTimeoutMs,
    requestTimeout: connection.requestTimeoutMs,
    logLevel: logLevel.NOTHING,
    retry,
    ...(tls ? {ssl: {...tls}} : {}),
    ...(sasl ? {sasl: kafkajsSasl(sasl)} : {}),
  })
}

const kafkajsSasl = (sasl: NonNullable<KafkaConnection['sasl']>): SASLOptions =>
  sasl.mechanism === 'oauthbearer'
    ? {mechanism: 'oauthbearer', oauthBearerProvider: async () => ({value: await sasl.token()})}
    : sasl

/** A name that no other test of this run uses. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomBytes(4).toString('hex')}`

export interface TopicShape {
  partitions?: number
  replicas?: number
  config?: Readonly<Record<string, string>>
  /** Broker ids of each partition's replicas, instead of the two numbers. */
  assignment?: readonly (readonly number[])[]
}

/** Creates a topic and waits until each partition has a leader. */
export async function createTopic(
  connection: KafkaConnection,
  topic: string,
  {partitions = 1, replicas = 1, config = {}, assignment}: TopicShape = {},
): Promise<void> {
  const admin = kafkaClient(connection).admin()
  await admin.connect()
  try {
    await admin.createTopics({
      // kafkajs's own wait fails when it asks a broker that has not heard of the topic yet.
      waitForLeaders: false,
      topics: [
        {
          topic,
          configEntries: Object.entries(config).map(([name, value]) => ({name, value})),
          ...(assignment
            ? {replicaAssignment: assignment.map((ids, partition) => ({partition, replicas: [...ids]}))}
            : {numPartitions: partitions, replicationFactor: replicas}),
        },
      ],
    })
    await until(async () => {
      const found = await admin.fetchTopicMetadata({topics: [topic]}).catch(() => undefined)
      return found?.topics[0]?.partitions.every(({leader}) => leader >= 0)
    })
  } finally {
    await admin.disconnect()
  }
}

export interface ProducedMessage {
  value: string | Buffer | null
  key?: string | Buffer | null
  partition?: number
  timestamp?: string
  headers?: IHeaders
}

/** Produces messages (or just their values) in order and waits until all replicas in sync have them. */
export async function produce(
  connection: KafkaConnection,
  topic: string,
  messages: readonly (string | ProducedMessage)[],
): Promise<void> {
  // Idempotent, since a partition that is not ready yet makes the client send the others' messages again too.
  const producer = kafkaClient(connection).producer({allowAutoTopicCreation: false, idempotent: true})
  await producer.connect()
  try {
    const records = messages.map((message) => (typeof message === 'string' ? {value: message} : message))
    await producer.send({topic, acks: -1, messages: records})
  } finally {
    await producer.disconnect()
  }
}

/** Commits offsets for a group without members: `{topic: {partition: offset}}`. */
export async function commitOffsets(
  connection: KafkaConnection,
  groupId: string,
  offsets: Readonly<Record<string, Readonly<Record<number, number | bigint>>>>,
): Promise<void> {
  const admin = kafkaClient(connection).admin()
  await admin.connect()
  try {
    for (const [topic, partitions] of Object.entries(offsets)) {
      const entries = Object.entries(partitions)
      await admin.setOffsets({
        groupId,
        topic,
        partitions: entries.map(([id, offset]) => ({partition: Number(id), offset: String(offset)})),
      })
    }
  } finally {
    await admin.disconnect()
  }
}

/** Waits until a condition holds; the test's own time-out is the limit. */
export async function until<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (;;) {
    const value = await condition()
    if (value !== undefined && value !== false) return value
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
