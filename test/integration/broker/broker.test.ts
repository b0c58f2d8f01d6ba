import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ConfigResourceTypes} from 'kafkajs'
import {beforeAll, describe, expect, it} from 'vitest'
import BrokerConfigAlter from '../../../src/commands/broker/config/alter.js'
import BrokerConfigDescribe from '../../../src/commands/broker/config/describe.js'
import BrokerConfigUndo from '../../../src/commands/broker/config/undo.js'
import BrokerDescribe from '../../../src/commands/broker/describe.js'
import BrokerList from '../../../src/commands/broker/list.js'
import BrokerLogdirs from '../../../src/commands/broker/logdirs.js'
import {auditFile} from '../../../src/lib/change/audit-files.js'
import type {BrokerList as Listed} from '../../../src/lib/kafka/brokers/list.js'
import type {DiskReport} from '../../../src/lib/kafka/brokers/disks.js'
import type {BrokerSettings} from '../../../src/lib/kafka/brokers/settings.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {onEachCluster, testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaClient, kafkaTool, produce, uniqueName, until} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'

/** Nobody else changes it, and no test depends on it. */
const SETTING = 'log.cleaner.backoff.ms'
/** Number of this source in Kafka's protocol. */
const DYNAMIC_BROKER_CONFIG = 2

/** What broker 1 has of its own, as kafkajs is told. */
async function ownValue({sandbox}: TestCluster): Promise<string | undefined> {
  const admin = kafkaClient(sandbox.connection()).admin()
  await admin.connect()
  const {resources} = await admin
    .describeConfigs({
      includeSynonyms: false,
      resources: [{type: ConfigResourceTypes.BROKER, name: '1', configNames: [SETTING]}],
    })
    .finally(() => admin.disconnect())
  const [entry] = resources[0]?.configEntries ?? []
  return Number(entry?.configSource) === DYNAMIC_BROKER_CONFIG ? entry?.configValue : undefined
}

onEachCluster((cluster, kind) => {
  const topic = uniqueName('broker-commands')
  beforeAll(async () => {
    const {connection, size} = await cluster()
    await createTopic(connection, topic, {partitions: 2, replicas: size})
    await produce(connection, topic, [{value: Buffer.alloc(50_000), partition: 1}])
  })

  it('lists brokers as the cluster names them', async () => {
    const {connection, run, size} = await cluster()
    const {json, exitCode} = await run(BrokerList, 'broker:list', '--json')
    expect(exitCode).toBe(0)
    const {brokers} = json().result as Listed
    const admin = kafkaClient(connection).admin()
    await admin.connect()
    const described = await admin.describeCluster().finally(() => admin.disconnect())
    expect(brokers.map(({id, host, port}) => ({nodeId: id, host, port}))).toEqual(
      described.brokers
        .map(({nodeId, host, port}) => ({nodeId, host, port}))
        .sort((a, b) => a.nodeId - b.nodeId),
    )
    expect(brokers).toHaveLength(size)
    expect(brokers.filter(({controller}) => controller)).toHaveLength(1)
    const {stdout} = await run(BrokerList, 'broker:list')
    expect(stdout).toMatch(/^Brokers +\d brokers? · /)
  })

  it('describes one with its disks and what somebody has set', async () => {
    const {run} = await cluster()
    const {stdout, exitCode} = await run(BrokerDescribe, 'broker:describe', '1')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Broker 1 /)
    expect(stdout).toMatch(/ +auto\.create\.topics\.enable +false +its file/)
    expect(stdout.includes('Kafka 4.1 by its features')).toBe(kind !== 'Redpanda')
    const {json} = await run(BrokerDescribe, 'broker:describe', '1', '--json')
    expect(json().result).toMatchObject({broker: {id: 1, alive: true}, errors: []})
  })

  it('tells the sizes that kafka-log-dirs tells', async () => {
    const {run, target} = await cluster()
    const {json, exitCode} = await run(BrokerLogdirs, 'broker:logdirs', '--top', '10000', '--json')
    expect(exitCode).toBe(0)
    const report = json().result as DiskReport
    const ours = report.largest
      .filter((one) => one.topic === topic)
      .map(({broker, bytes, partition}) => `${broker} ${topic}-${partition} ${bytes}`)
    const {stdout} = await kafkaTool(target, 'logDirs', ['--describe', '--topic-list', topic])
    const told = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')) ?? '') as LogDirs
    const theirs = told.brokers.flatMap(({broker, logDirs}) =>
      logDirs.flatMap(({partitions}) => partitions.map((one) => `${broker} ${one.partition} ${one.size}`)),
    )
    expect(ours.sort()).toEqual(theirs.sort())
    const known = report.brokers.every(({usableBytes}) => usableBytes !== undefined)
    expect(known).toBe(kind !== 'Redpanda')
  })

  it('changes a setting of one broker, says what wins, and puts it back', async () => {
    const wanted = await cluster()
    const {run} = wanted
    const alter = (...argv: string[]) => run(BrokerConfigAlter, 'broker:config:alter', '1', ...argv)
    const dry = await alter('--set', `${SETTING}=14999`, '--dry-run')
    expect(dry).toMatchObject({exitCode: 0})
    expect(dry.stdout).toMatch(new RegExp(`${SETTING} +15000 \\(built in\\) +14999 \\(by this broker\\)`))
    const refused = await alter('--set', `${SETTING}=14999`)
    expect(refused.exitCode).toBe(5)
    expect(await ownValue(wanted)).toBeUndefined()
    const changed = await alter('--set', `${SETTING}=14999`, '--yes', '--json')
    expect(changed.exitCode).toBe(0)
    const {id} = changed.json().result as {id: string}
    const args = ['--describe', '--entity-type', 'brokers', '--entity-name', '1']
    await until(async () => (await ownValue(wanted)) === '14999')
    const {stdout} = await kafkaTool(wanted.target, 'configs', args)
    expect(stdout).toContain(`${SETTING}=14999`)
    const undone = await run(BrokerConfigUndo, 'broker:config:undo', id.slice(0, 6), '--yes')
    expect(undone).toMatchObject({exitCode: 0})
    // The controller has it at once, the broker when it reads it there.
    await until(async () => (await ownValue(wanted)) === undefined)
  })

  it('shows where values come from', async () => {
    const {run, size} = await cluster()
    const {json, exitCode} = await run(BrokerConfigDescribe, 'broker:config:describe', '--json')
    expect(exitCode).toBe(0)
    const {hidden, settings} = json().result as BrokerSettings
    expect(hidden).toBeGreaterThan(100)
    const ids = settings.filter(({name}) => name === 'node.id').map(({value, source}) => [value, source])
    expect(ids).toEqual(Array.from({length: size}, (_, n) => [String(n + 1), 'static-broker']))
    const named = await run(
      BrokerConfigDescribe,
      'broker:config:describe',
      '--name',
      SETTING,
      '--documentation',
    )
    expect(named.stdout).toContain('The amount of time to sleep')
  })
})

interface LogDirs {
  brokers: {broker: number; logDirs: {partitions: {partition: string; size: number}[]}[]}[]
}

describe('settings of brokers', () => {
  it('takes a secret from a file and shows it nowhere', async () => {
    const cluster = await testCluster('one broker')
    const file = join(scratchFolder(), 'password')
    await writeFile(file, 'never-seen-secret\n', {mode: 0o600})
    const name = 'listener.name.nobody.ssl.key.password'
    const argv = ['--default', '--set-from-file', `${name}=${file}`]
    const plan = await cluster.run(BrokerConfigAlter, 'broker:config:alter', ...argv, '--dry-run', '--json')
    const plain = await cluster.run(BrokerConfigAlter, 'broker:config:alter', ...argv, '--dry-run')
    expect(plan.stdout + plan.stderr + plain.stdout + plain.stderr).not.toContain('never-seen-secret')
    expect(await readFile(auditFile(), 'utf8').catch(() => '')).not.toContain('never-seen-secret')
  })

  it.each([
    ['nothing to change', ['1'], 'BAD_FLAG', /nothing to change/],
    ['no place', ['--set', 'a=b'], 'BAD_FLAG', /no broker given/],
    ['two places', ['1', '--default', '--set', 'a=b'], 'BAD_FLAG', /exclude each other/],
    ['no value', ['1', '--set', 'a'], 'BAD_FLAG', /--set takes NAME=VALUE, not "a"/],
    ['no file', ['1', '--set-from-file', 'a='], 'BAD_FLAG', /--set-from-file takes NAME=FILE/],
    ['a file that is not there', ['1', '--set-from-file', 'a=/nope/x'], 'BAD_FLAG', /cannot read \/nope\/x/],
    ['a value to delete', ['1', '--delete', 'a=b'], 'BAD_FLAG', /--delete takes the name/],
    ['a setting twice', ['1', '--set', 'a=b', '--delete', 'a'], 'BAD_FLAG', /a is named twice/],
    ['a broker that is not there', ['77', '--set', 'a=b'], 'NOT_FOUND', /no broker 77/],
    ['a broker that is no number', ['x', '--set', 'a=b'], 'BAD_INPUT', /no id of a broker/],
    ['an unknown setting', ['1', '--set', 'num.io.thread=1'], 'BAD_INPUT', /have no setting "num.io.thread"/],
    ['one that needs a restart', ['1', '--set', 'log.dirs=/x'], 'REFUSED', /cannot be changed while/],
    ['a bad value', ['1', '--set', 'num.io.threads=many'], 'BAD_INPUT', /Not a number/],
    ['a secret in plain sight', ['1', '--set', 'ssl.key.password=x'], 'BAD_FLAG', /is secret/],
  ])('refuses %s', async (_, argv, code, message) => {
    const {run} = await testCluster('one broker')
    const {json} = await run(BrokerConfigAlter, 'broker:config:alter', ...argv, '--yes', '--json')
    expect(json().error).toMatchObject({code, message: expect.stringMatching(message) as string})
  })

  it('names the ACL that is missing', async () => {
    const {sandbox} = await testCluster('SASL over TLS')
    const guest = await testCluster('SASL over TLS', {
      'sasl.username': 'guest',
      'sasl.password_file': layout(sandbox.dir).password('guest'),
    })
    const altered = await guest.run(
      BrokerConfigAlter,
      'broker:config:alter',
      '1',
      '--set',
      `${SETTING}=1`,
      '--json',
    )
    expect(altered.exitCode).toBe(5)
    expect(altered.json().error?.hints.join()).toContain('DescribeConfigs on the cluster is missing')
    const listed = await guest.run(BrokerList, 'broker:list')
    expect(listed.exitCode).toBe(6)
    expect(listed.stdout).toContain('--operation Describe --cluster')
  })
})
