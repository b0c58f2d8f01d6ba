import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import ConsumerPause from '../../src/commands/consumer/pause.js'
import ConsumerResume from '../../src/commands/consumer/resume.js'
import DlqList from '../../src/commands/dlq/list.js'
import DlqShow from '../../src/commands/dlq/show.js'
import HistoryList from '../../src/commands/history/list.js'
import ProbeLive from '../../src/commands/probe/live.js'
import ProbeReady from '../../src/commands/probe/ready.js'
import {createTopic, kafkaTool, produce, sharedKafka, uniqueName, type SharedKafka} from '../helpers/kafka.js'
import {startKbook, type RunningKbook} from '../helpers/kbook.js'
import {runCommand} from '../helpers/run-command.js'

let kafka: SharedKafka
let directory: string
let topic: string
let [config, history, pidFile] = ['', '', '']
let running: RunningKbook[]
beforeEach(async () => {
  kafka = await sharedKafka()
  topic = uniqueName('sre')
  await createTopic(kafka.connection(), topic)
  directory = await mkdtemp(join(tmpdir(), 'kbook-service-'))
  config = join(directory, 'c.yaml')
  history = join(directory, 'h.db')
  pidFile = join(directory, 'consumer.pid')
  running = []
  await writeFile(
    config,
    `
kafka: {consumer_group_id: ${topic}-group, topics: [${topic}], start_from: beginning}
history: {path: h.db}
max_incident_age: never
ready_after: 1ms
incident_conditions:
  - {active: true, tags: {alert_type: oozie}, alert_actions: [handle_oozie]}
  - {active: true, tags: {alert_type: slow}, alert_actions: [handle_slow]}
actions:
  handle_oozie: {exec: {command: [sh, -c, 'echo "$KBOOK_INCIDENT_ID" >> done.log']}}
  handle_slow: {exec: {command: [sh, -c, 'sleep 60']}, timeout: 2m}
`,
  )
})
afterEach(async () => {
  for (const one of running) one.kill('SIGKILL')
  await Promise.all(running.map((one) => one.ended()))
  await rm(directory, {recursive: true})
})

const brokers = (): string[] => ['--brokers', kafka.brokers.join(',')]
const consume = (...flags: string[]): RunningKbook => {
  const one = startKbook(['consume', '-c', config, ...brokers(), '--pid-file', pidFile, ...flags])
  running.push(one)
  return one
}
const incident = (id: string, type = 'oozie'): string =>
  JSON.stringify({
    id,
    status: 'critical',
    active: true,
    alerts: [{tags: [{name: 'alert_type', value: type}]}],
  })
const done = async (): Promise<string[]> =>
  (await readFile(join(directory, 'done.log'), 'utf8')).split('\n').filter(Boolean).sort()

test('incidents from Kafka’s own producer are acted on once, over SIGTERM and a restart', async () => {
  await kafkaTool(kafka, 'consoleProducer', ['--topic', topic], {
    input: `${incident('INC-1')}\n${incident('INC-1')}\n`,
  })
  const first = consume('--verbose')
  await first.seen(/Kafka is running/)
  await first.seen(/Consumer is listening for messages/)
  await first.seen(/Processing message offset: 1 partition: 0/)
  await first.seen(/succeeded {2}handle_oozie for INC-1/)
  await first.seen(/skipped {4}INC-1 again/)
  first.kill('SIGTERM')
  expect(await first.ended()).toBe(0)
  expect(first.output().stdout).toContain('1 action ran')
  expect(existsSync(pidFile)).toBe(false)

  await produce(kafka.connection(), topic, [incident('INC-1'), incident('INC-2')])
  const second = consume()
  await second.seen(/succeeded {2}handle_oozie for INC-2/)
  second.kill('SIGINT')
  expect(await second.ended()).toBe(0)
  expect(await done()).toEqual(['INC-1', 'INC-2'])
})

test('probes, metrics and the kill switch of a running consumer', async () => {
  const one = consume('--listen', '127.0.0.1:0')
  const url = (await one.seen(/http:\/\/127\.0\.0\.1:\d+/))[0]
  await one.seen(/ready {6}/)
  expect(await runCommand(ProbeLive, ['--pid-file', pidFile])).toMatchObject({exitCode: 0})
  for (const probe of [ProbeLive, ProbeReady]) {
    expect(await runCommand(probe, ['--url', url])).toMatchObject({exitCode: 0})
  }

  expect(await runCommand(ConsumerPause, ['--history', history, '--reason', 'storm'])).toMatchObject({
    exitCode: 0,
  })
  await one.seen(/paused {5}intake stands still by \S+: storm/)
  await produce(kafka.connection(), topic, [incident('INC-1')])
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('kbook_consumer_paused 1')
  expect(await runCommand(ProbeReady, ['--url', url])).toMatchObject({exitCode: 0})
  await runCommand(ConsumerResume, ['--history', history])
  await one.seen(/succeeded {2}handle_oozie for INC-1/)
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('kafka_consumer_messages_processed_total 1\n')
  expect(metrics).toContain('kbook_consumer_actions_total{action="handle_oozie",state="succeeded"} 1\n')
  one.kill('SIGTERM')
  expect(await one.ended()).toBe(0)
  expect(await runCommand(ProbeLive, ['--pid-file', pidFile])).toMatchObject({exitCode: 3})
})

test('a second signal ends a running action at once: exit 130, and the history says unknown', async () => {
  await produce(kafka.connection(), topic, [incident('INC-1', 'slow')])
  const one = consume()
  await one.seen(/running {4}handle_slow/)
  one.kill('SIGINT')
  await one.seen(/stopping/)
  one.kill('SIGINT')
  expect(await one.ended()).toBe(130)
  const list = await runCommand(HistoryList, ['--history', history, '--json'])
  expect(list.json()).toMatchObject({result: {totals: {unknown: 1}}})
})

test('a drain that takes longer than the grace ends the action, records it unknown, and exits 0', async () => {
  await produce(kafka.connection(), topic, [incident('INC-1', 'slow')])
  const one = consume('--grace', '1s')
  await one.seen(/running {4}handle_slow/)
  one.kill('SIGTERM')
  expect(await one.ended()).toBe(0)
  expect(one.output().stdout).toContain('kbook history resolve')
  // The next start holds it and does not run it again.
  const again = consume('--once')
  expect(await again.ended()).toBe(0)
  expect(again.output().stderr).not.toContain('running    handle_slow')
})

test('malformed messages are dead letters of the topic, listed and shown byte for byte', async () => {
  const bytes = Buffer.from([0x7b, 0xff, 0x00])
  await createTopic(kafka.connection(), `${topic}.dlq`)
  await produce(kafka.connection(), topic, ['{"id": oops', {value: bytes, key: 'k', headers: {trace: 'abc'}}])
  const one = consume('--once')
  expect(await one.ended()).toBe(0)
  expect(one.output().stdout).toContain(`kbook dlq list ${topic}.dlq`)

  const list = await runCommand(DlqList, [`${topic}.dlq`, ...brokers(), '--json'])
  expect(list.json()).toMatchObject({
    result: {
      kind: 'topic',
      total: 2,
      letters: [
        {place: '0@1'},
        {place: '0@0', origin: {topic, partition: '0', offset: '0'}, kind: 'NotJson'},
      ],
    },
  })
  const shown = await runCommand(DlqShow, [`${topic}.dlq`, '0@1', ...brokers(), '--json'])
  expect(shown.json()).toMatchObject({
    result: {
      key: {encoding: 'utf8', value: 'k'},
      value: {encoding: 'base64', value: bytes.toString('base64')},
      headers: [{name: 'trace', value: {encoding: 'utf8', value: 'abc'}}],
    },
  })
  const text = await runCommand(DlqShow, [`${topic}.dlq`, '0@0', ...brokers()])
  expect(text.stdout).toContain('{"id": oops')
  expect(await runCommand(DlqShow, [`${topic}.dlq`, '0@99', ...brokers()])).toMatchObject({exitCode: 2})
  expect(await runCommand(DlqList, [`${topic}.nope`, ...brokers()])).toMatchObject({exitCode: 2})
})

test('configuration and history by environment, the cluster by the configuration', async () => {
  await produce(kafka.connection(), topic, [incident('INC-1')])
  const text = await readFile(config, 'utf8')
  await writeFile(config, text.replace('kafka: {', `kafka: {brokers: ['${kafka.brokers.join("', '")}'], `))
  const env = {
    CONFIG_FILE: config,
    ACTION_HISTORY_FILE: join(directory, 'old.json'),
    XDG_CONFIG_HOME: directory,
  }
  const one = startKbook(['consume', '--once'], env)
  running.push(one)
  expect(await one.ended()).toBe(0)
  expect(await done()).toEqual(['INC-1'])
  expect(existsSync(join(directory, 'old.db'))).toBe(true)
})

test('--dry-run reads beside the running group and leaves no trace', async () => {
  await produce(kafka.connection(), topic, [incident('INC-1')])
  const look = startKbook([
    'consume',
    '-c',
    config,
    ...brokers(),
    '--dry-run',
    '--once',
    '--from',
    'beginning',
  ])
  running.push(look)
  expect(await look.ended()).toBe(0)
  expect(look.output().stderr).toContain('would run  handle_oozie for INC-1')
  const groups = await kafkaTool(kafka, 'consumerGroups', ['--list'])
  expect(groups.stdout).not.toContain(`${topic}-group`)
  expect(existsSync(history)).toBe(false)
})

test('what keeps it from starting: brokers away, an unknown topic, a lost history', async () => {
  const away = startKbook([
    'consume',
    '-c',
    config,
    '--brokers',
    '127.0.0.1:1',
    '--once',
    '--request-timeout',
    '1s',
  ])
  running.push(away)
  expect(await away.ended()).toBe(4)
  const unknown = consume('--once', '--topic', `${topic}-nope`)
  expect(await unknown.ended()).toBe(2)

  await produce(kafka.connection(), topic, [incident('INC-1')])
  expect(await consume('--once').ended()).toBe(0)
  const lost = consume('--once', '--history', join(directory, 'other.db'))
  expect(await lost.ended()).toBe(5)
  expect(lost.output().stderr).toContain('--new-history')
  for (const one of running) expect(one.output().stderr).not.toMatch(/^ {4}at /m)
})
