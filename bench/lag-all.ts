// Lag of every group: 1,000 groups with 10,000 committed partitions, beside Kafka's own tool.
// node scripts/run-ts.mjs bench/lag-all.ts [ROUNDS]
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {commitOffsets, createTopic, produce} from '../test/helpers/kafka.js'
import {withBroker} from './fixtures.js'
import {machine, report, sideBySide} from './measure.js'

const rounds = Number(process.argv[2] ?? 8)
const GROUPS = 1000
const PARTITIONS = 10

const home = await mkdtemp(join(tmpdir(), 'kbook-bench-'))
await withBroker({'offsets.topic.num.partitions': '8'}, async ({sandbox, brokers, kafkaTool}) => {
  const connection = sandbox.connection()
  const topics = ['orders', 'payments', 'audit', 'deploys']
  for (const topic of topics) {
    await createTopic(connection, topic, {partitions: PARTITIONS})
    const messages = Array.from({length: 1000}, (_, n) => ({
      value: 'x'.repeat(100),
      partition: n % PARTITIONS,
    }))
    await produce(connection, topic, messages)
  }
  for (let done = 0; done < GROUPS; done += 25) {
    await Promise.all(
      Array.from({length: 25}, (_, at) => {
        const n = done + at
        const topic = topics[n % topics.length] ?? ''
        const offsets = Object.fromEntries(Array.from({length: PARTITIONS}, (_, p) => [p, (n + p) % 100]))
        return commitOffsets(connection, `group-${String(n).padStart(4, '0')}`, {[topic]: offsets})
      }),
    )
    process.stderr.write(`\r${String(done + 25)} groups`)
  }
  process.stderr.write('\n')
  const measured = await sideBySide(
    {
      'node -e 0': {argv: [process.execPath, '-e', '0']},
      'kbook lag describe --all': {
        argv: [process.execPath, 'bin/run.js', 'lag', 'describe', '--all', '--brokers', brokers],
        env: {XDG_CONFIG_HOME: home},
      },
      'ConsumerGroupCommand --all-groups --describe': {
        argv: kafkaTool('consumerGroups', ['--describe', '--all-groups']),
        everyNth: 2,
      },
    },
    rounds,
  )
  process.stdout.write(
    `${machine()}\n\n${report('Lag of 1,000 groups, 10,000 committed partitions', measured)}\n`,
  )
})
await rm(home, {recursive: true, force: true})
