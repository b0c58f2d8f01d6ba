// The incident consumer's rate and memory, beside a bare kafkajs consumer over the same backlog.
// node scripts/run-ts.mjs bench/consume.ts [MESSAGES] [ROUNDS]
import {execFileSync} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createTopic} from '../test/helpers/kafka.js'
import {consumeWithKafkajs, consumeWithKbook, type Consumed} from './consumers.js'
import {withBroker} from './fixtures.js'
import {machine, median} from './measure.js'

const PARTITIONS = 4
const MATCHED = 50_000

/** BigPanda updates of about 500 bytes; each line is one message. */
function incidents(alertType: string, lines: number): string {
  return Array.from({length: lines}, (_, n) =>
    JSON.stringify({
      id: `5f3c9a1e${String(n).padStart(16, '0')}`,
      status: 'critical',
      active: true,
      severity: 'critical',
      flapping: false,
      startedOn: 1_766_000_000 + n,
      updatedOn: 1_766_000_060 + n,
      alerts: [
        {
          id: `alert-${String(n)}`,
          status: 'critical',
          tags: [
            {name: 'alert_type', value: alertType},
            {name: 'host', value: `node-${String(n % 97)}.example.net`},
            {name: 'cluster', value: 'blue'},
            {name: 'check', value: 'disk_usage_above_threshold'},
          ],
        },
      ],
    }).replace(/}$/, `,"description":"${'x'.repeat(60)}"}`),
  ).join('\n')
}

async function main(): Promise<void> {
  const messages = Number(process.argv[2] ?? 1_000_000)
  const rounds = Number(process.argv[3] ?? 3)
  const scratch = await mkdtemp(join(tmpdir(), 'kbook-bench-'))
  const child = (mode: string, ...args: string[]): Consumed =>
    JSON.parse(
      execFileSync(process.execPath, [process.argv[1] ?? '', 'child', mode, ...args], {encoding: 'utf8'}),
    ) as Consumed

  await withBroker({}, async ({sandbox, brokers, kafkaTool}) => {
    const fill = async (topic: string, alertType: string, count: number, distinct: number): Promise<void> => {
      const file = join(scratch, `${topic}.jsonl`)
      await writeFile(file, incidents(alertType, distinct))
      await createTopic(sandbox.connection(), topic, {partitions: PARTITIONS})
      const [java = '', ...args] = kafkaTool('producerPerformance', [])
      execFileSync(java, [
        ...args.filter((arg) => arg !== '--bootstrap-server' && arg !== brokers),
        ...['--topic', topic, '--num-records', String(count), '--throughput', '-1', '--payload-file', file],
        ...['--producer-props', `bootstrap.servers=${brokers}`, 'linger.ms=20', 'batch.size=65536'],
      ])
    }
    await fill('unmatched', 'none-of-ours', messages, 5000)
    await fill('matched', 'oozie', MATCHED, MATCHED)

    const results: Record<string, Consumed[]> = {kafkajs: [], unmatched: [], matched: []}
    for (let round = 0; round < rounds; round++) {
      const history = join(scratch, `history-${String(round)}`)
      results['kafkajs']?.push(child('kafkajs', brokers, 'unmatched', String(messages), scratch))
      results['unmatched']?.push(child('kbook', brokers, 'unmatched', String(messages), `${history}-a`))
      results['matched']?.push(child('kbook', brokers, 'matched', String(MATCHED), `${history}-b`))
      process.stderr.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    }
    const rate = (name: string): number =>
      median((results[name] ?? []).map(({messages, ms}) => (messages / ms) * 1000))
    const rss = (name: string): string =>
      (median((results[name] ?? []).map(({maxRss}) => maxRss)) / 1e6).toFixed(0)
    const row = (title: string, name: string): string =>
      `| ${title} | ${rate(name).toFixed(0)}/s | ${(rate(name) / rate('kafkajs')).toFixed(2)} | ${rss(name)} MB |`
    process.stdout.write(
      [
        machine(),
        '',
        `### Consuming a backlog of ${String(messages)} messages of about 500 bytes, ${String(PARTITIONS)} partitions`,
        '',
        '| what | rate | to kafkajs | largest resident memory |',
        '| --- | ---: | ---: | ---: |',
        row('bare kafkajs `eachBatch`, bytes only', 'kafkajs'),
        row('kbook consume, nothing matches', 'unmatched'),
        row('kbook consume, all match, durable history, in-process action', 'matched'),
        '',
      ].join('\n'),
    )
  })
  await rm(scratch, {recursive: true, force: true})
}

if (process.argv[2] === 'child') {
  const [mode, brokers = '', topic = '', messages = '0', folder = ''] = process.argv.slice(3)
  const consume = mode === 'kafkajs' ? consumeWithKafkajs : consumeWithKbook
  process.stdout.write(JSON.stringify(await consume({brokers, topic, messages: Number(messages), folder})))
  process.exit(0)
} else {
  await main()
}
