// Records in and out beside kcat (where it is installed) and Kafka's own tools: whole processes, start included.
// node scripts/run-ts.mjs bench/records.ts [RECORDS] [ROUNDS]
import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createTopic} from '../test/helpers/kafka.js'
import {withBroker} from './fixtures.js'
import {machine, report, sideBySide} from './measure.js'

const RECORD_BYTES = 500
const records = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 3)
const hasKcat = spawnSync('kcat', ['-V']).status === 0
const scratch = await mkdtemp(join(tmpdir(), 'kbook-bench-'))
const input = join(scratch, 'lines')
const line = (n: number): string => `${String(n).padStart(9, '0')}${'x'.repeat(RECORD_BYTES - 10)}\n`
await writeFile(
  input,
  Array.from({length: records}, (_, n) => line(n)),
)

await withBroker({}, async ({sandbox, brokers, kafkaTool}) => {
  const [full, scrap] = ['full', 'scrap']
  // What is written while measuring must not fill the disk.
  const config = {'retention.bytes': String(256 << 20), 'segment.bytes': String(64 << 20)}
  await createTopic(sandbox.connection(), full, {partitions: 4})
  await createTopic(sandbox.connection(), scrap, {partitions: 4, config})
  const kbook = (...args: string[]) => ({
    argv: [process.execPath, 'bin/run.js', ...args, '--brokers', brokers],
    env: {XDG_CONFIG_HOME: scratch, XDG_STATE_HOME: scratch},
  })
  const kcat = (...args: string[]) => ({argv: ['kcat', '-b', brokers, '-q', ...args]})
  const sh = (argv: readonly string[]) => ({argv: ['sh', '-c', `exec "$@" < ${input}`, 'sh', ...argv]})
  const perf = (args: readonly string[]) => ({
    argv: kafkaTool('producerPerformance', args)
      .filter((arg) => arg !== '--bootstrap-server' && arg !== brokers)
      .concat('--producer-props', `bootstrap.servers=${brokers}`, 'batch.size=262144'),
  })
  const {argv: fill, env} = kbook('topic', 'produce', full, '--file', input)
  execFileSync(fill[0] ?? '', fill.slice(1), {env: {...process.env, ...env}})

  const size = ['--num-records', String(records), '--record-size', String(RECORD_BYTES)]
  const most = ['--messages', String(records)]
  const titles = {
    [`Produce ${records} lines of ${RECORD_BYTES} bytes`]: {
      ...(hasKcat && {'kcat -P -l': kcat('-P', '-t', scrap, '-l', input)}),
      'kbook topic produce': kbook('topic', 'produce', scrap, '--file', input),
      ConsoleProducer: sh(kafkaTool('consoleProducer', ['--topic', scrap])),
    },
    [`Consume them`]: {
      ...(hasKcat && {'kcat -C -e': kcat('-C', '-t', full, '-e')}),
      'kbook topic consume': kbook('topic', 'consume', full),
      ConsoleConsumer: {
        argv: kafkaTool('consoleConsumer', [
          '--topic',
          full,
          '--from-beginning',
          '--max-messages',
          String(records),
        ]),
      },
    },
    'Performance tests, producing': {
      'kbook perf produce': kbook('perf', 'produce', '--topic', scrap, ...size),
      ProducerPerformance: perf(['--topic', scrap, ...size, '--throughput', '-1']),
    },
    'Performance tests, consuming': {
      'kbook perf consume': kbook('perf', 'consume', '--topic', full, ...most),
      ConsumerPerformance: {argv: kafkaTool('consumerPerformance', ['--topic', full, ...most])},
    },
  }
  process.stdout.write(`${machine()}\n\n`)
  for (const [title, commands] of Object.entries(titles)) {
    process.stdout.write(`${report(title, await sideBySide(commands, rounds))}\n`)
  }
})
await rm(scratch, {recursive: true, force: true})
