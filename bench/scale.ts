// A large cluster on one broker: 20,000 partitions and 5,000 groups. Wall time and largest resident memory.
// node scripts/run-ts.mjs bench/scale.ts [TOPICS] [PARTITIONS] [GROUPS]
import {spawn} from 'node:child_process'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openCluster, type Cluster} from '../src/lib/kafka/cluster.js'
import {partitionEnds} from '../src/lib/kafka/partition-ends.js'
import {withBroker} from './fixtures.js'
import {machine} from './measure.js'

const [topics = 200, partitions = 100, groups = 5000] = process.argv.slice(2).map(Number)
const COMMANDS = [
  ['topic', 'list'],
  ['topic', 'list', '--size'],
  ['group', 'list'],
  ['lag', 'describe', '--all'],
  ['check', 'lag', '--all'],
  ['health'],
  ['status'],
]

const home = await mkdtemp(join(tmpdir(), 'kbook-bench-'))
await withBroker({'offsets.topic.num.partitions': '8'}, async ({sandbox, brokers}) => {
  const cluster = openCluster({...sandbox.connection(), requestTimeoutMs: 120_000})
  const names = Array.from({length: topics}, (_, n) => `topic-${String(n).padStart(4, '0')}`)
  await create(cluster, names.slice(0, 1))
  await commit(cluster, 0, names) // __consumer_offsets is made before the broker has its hands full
  for (let at = 1; at < names.length; at += 10) {
    await create(cluster, names.slice(at, at + 10))
    await allServed(cluster, names.slice(at, at + 10))
  }
  for (let at = 0; at < groups; at += 200) {
    await Promise.all(
      Array.from({length: Math.min(200, groups - at)}, (_, n) => commit(cluster, at + n, names)),
    )
  }
  await cluster.close()
  const rows = []
  for (const argv of COMMANDS) rows.push(await measure([...argv, '--brokers', brokers]))
  process.stdout.write(
    [
      machine(),
      '',
      `### ${topics * partitions} partitions in ${topics} topics, ${groups} groups, one broker`,
      '',
      '| what | wall | largest resident memory | exit code |',
      '| --- | ---: | ---: | ---: |',
      ...rows.map(
        ({what, ms, mb, code}) => `| ${what} | ${(ms / 1000).toFixed(2)} s | ${mb.toFixed(0)} MB | ${code} |`,
      ),
      '',
    ].join('\n'),
  )
})
await rm(home, {recursive: true, force: true})

async function create(cluster: Cluster, names: readonly string[]): Promise<void> {
  const body = {
    topics: names.map((name) => ({
      name,
      numPartitions: partitions,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    })),
    timeoutMs: 60_000,
  }
  const answer = await cluster.toController('CreateTopics', body, {maxVersion: 7})
  const failed = answer.topics.find(({errorCode}) => errorCode !== 0)
  if (failed) throw new Error(`${failed.name}: error ${failed.errorCode}`)
}

/** Resolves once the broker has the logs of all partitions. */
async function allServed(cluster: Cluster, names: readonly string[]): Promise<void> {
  const all = names.flatMap((topic) =>
    Array.from({length: partitions}, (_, partition) => ({topic, partition})),
  )
  for (;;) {
    const ends = await partitionEnds(cluster, all)
    if (ends.every(({error}) => error === undefined)) return
  }
}

/** Each group has read four partitions of one topic. */
async function commit(cluster: Cluster, n: number, names: readonly string[]): Promise<void> {
  const groupId = `group-${String(n).padStart(5, '0')}`
  const body = {
    groupId,
    generationIdOrMemberEpoch: -1,
    memberId: '',
    topics: [
      {
        name: names[n % names.length] ?? '',
        partitions: [0, 1, 2, 3].map((partitionIndex) => ({
          partitionIndex,
          committedOffset: 0n,
          committedMetadata: '',
        })),
      },
    ],
  }
  const answer = await cluster.toCoordinator(groupId, 'OffsetCommit', body, {maxVersion: 8})
  const failed = answer.topics.flatMap((topic) => topic.partitions).find(({errorCode}) => errorCode !== 0)
  if (failed) throw new Error(`commit of ${groupId}: error ${failed.errorCode}`)
}

async function measure(argv: readonly string[]) {
  const started = performance.now()
  const child = spawn(process.execPath, ['bin/run.js', ...argv], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {...process.env, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home},
  })
  let mb = 0
  const timer = setInterval(() => {
    void readFile(`/proc/${String(child.pid)}/status`, 'utf8').then(
      (text) => (mb = Math.max(mb, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)),
      () => undefined,
    )
  }, 10)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(timer)
  return {what: `kbook ${argv.slice(0, -2).join(' ')}`, ms: performance.now() - started, mb, code}
}
