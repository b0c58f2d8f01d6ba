import {commitOffsets, createTopic, produce, startSandbox, TOOL} from '../test/helpers/kafka.js'
import {findRuntime} from '../src/lib/sandbox/runtime.js'
import type {Sandbox} from '../src/lib/sandbox/sandbox.js'

export interface Bench {
  sandbox: Sandbox
  /** `host:port` of the broker. */
  brokers: string
  /** Command line of one of Kafka's own tools against the sandbox. */
  kafkaTool: (tool: keyof typeof TOOL, args: readonly string[]) => string[]
}

/** A broker of its own for one benchmark, gone afterwards. */
export async function withBroker(
  config: Record<string, string>,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const {java, classpath} = await findRuntime({})
  const sandbox = await startSandbox({ephemeral: true, name: 'bench', config, jvmOptions: ['-Xmx2g']})
  const brokers = sandbox.brokers.join(',')
  try {
    const kafkaTool: Bench['kafkaTool'] = (tool, args) => [
      java.command,
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      '-cp',
      classpath,
      TOOL[tool],
      '--bootstrap-server',
      brokers,
      ...args,
    ]
    await run({sandbox, brokers, kafkaTool})
  } finally {
    await sandbox.stop()
  }
}

/** One topic with a few messages and one group that is behind on it. */
export async function withLaggingGroup(
  run: (bench: Bench & {group: string}) => Promise<void>,
): Promise<void> {
  await withBroker({}, async (bench) => {
    const connection = bench.sandbox.connection()
    await createTopic(connection, 'deploy-requests', {partitions: 3})
    const messages = Array.from({length: 300}, (_, n) => ({value: `message ${String(n)}`, partition: n % 3}))
    await produce(connection, 'deploy-requests', messages)
    await commitOffsets(connection, 'deployment-worker', {'deploy-requests': {0: 100, 1: 60, 2: 10}})
    await run({...bench, group: 'deployment-worker'})
  })
}
