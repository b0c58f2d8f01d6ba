// Lag of every group: 1,000 groups with 10,000 committed partitions, beside Kafka's own tool.
// node scripts/run-ts.mjs bench/lag-all.ts [ROUNDS]
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openCluster} from '../src/lib/kafka/cluster.js'
import {createTopic, produce} from '../test/helpers/kafka.js'
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
  // Without a member, as an operator's tool commits: joining a thousand groups would take minutes.
  const cluster = openCluster(connection)
  await Promise.all(
    Array.from({length: GROUPS}, async (_, n) => {
      const groupId = `group-${String(n).padStart(4, '0')}`
      const partitions = Array.from({length: PARTITIONS}, (_unused, partitionIndex) => ({
        partitionIndex,
        committedOffset: BigInt((n + partitionIndex) % 100),
        committedMetadata: '',
      }))
      const body = {
        groupId,
        generationIdOrMemberEpoch: -1,
        memberId: '',
        topics: [{name: topics[n % topics.length] ?? '', partitions}],
      }
      const {topics: answers} = await cluster.toCoordinator(groupId, 'OffsetCommit', body, {maxVersion: 8})
      const failed = answers.flatMap((answer) => answer.partitions).find(({errorCode}) => errorCode !== 0)
      if (failed) throw new Error(`commit of ${groupId} failed with code ${failed.errorCode}`)
    }),
  )
  await cluster.close()
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
