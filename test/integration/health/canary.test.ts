import {afterAll, expect, it} from 'vitest'
import Health from '../../../src/commands/health.js'
import type {HealthReport} from '../../../src/lib/kafka/health/types.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {onEachCluster, testCluster} from '../../helpers/clusters.js'
import {kafkaClient, kafkaTool} from '../../helpers/kafka.js'

const TOPIC = 'kbook-canary'
const canary = ['--canary', '--only', 'controller']

onEachCluster((cluster) => {
  // The cluster is others' too.
  afterAll(async () => {
    const admin = kafkaClient((await cluster()).sandbox.connection()).admin()
    await admin.connect()
    await admin.deleteTopics({topics: [TOPIC]}).catch(() => undefined)
    await admin.disconnect()
  })

  it('writes to every broker and reads back', async () => {
    const {run, size, target} = await cluster()
    const told = await run(Health, 'health', ...canary, '--yes', '--json')
    const {findings} = told.json().result as HealthReport
    const found = findings.filter(({check}) => check === 'canary')
    // A machine that has much else to do may be slow.
    expect(found).toMatchObject([{level: expect.stringMatching(/^(ok|warning)$/) as string}])
    if (found[0]?.level === 'ok') expect(found).toMatchObject([{count: size}])
    const {stdout} = await kafkaTool(target, 'getOffsets', ['--topic', TOPIC])
    const ends = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(':')[2])
    expect(ends).toEqual(Array.from({length: size}, () => '10'))
    // The topic that is there is used again.
    expect((await run(Health, 'health', ...canary, '--yes')).stdout).toContain(
      '10 of 10 records through broker 1',
    )
  })
})

it('writes nothing without a terminal, nor with --dry-run', async () => {
  const {run, sandbox} = await testCluster('three brokers')
  const refused = await run(Health, 'health', ...canary)
  expect(refused).toMatchObject({exitCode: 5, stdout: ''})
  const planned = await run(Health, 'health', ...canary, '--dry-run')
  expect(planned.exitCode).toBe(0)
  expect(planned.stdout).toContain(`makes topic ${TOPIC} with 3 partitions`)
  const admin = kafkaClient(sandbox.connection()).admin()
  await admin.connect()
  expect(await admin.listTopics()).not.toContain(TOPIC)
  await admin.disconnect()
})

it('says which ACL it lacks', async () => {
  const {sandbox} = await testCluster('SASL over TLS')
  const password = layout(sandbox.dir).password('guest')
  const {run} = await testCluster('SASL over TLS', {'sasl.username': 'guest', 'sasl.password_file': password})
  const denied = await run(Health, 'health', ...canary, '--yes', '--json')
  expect(denied.exitCode).toBe(5)
  expect(denied.json()).toMatchObject({ok: false, error: {code: 'NOT_AUTHORIZED'}})
  expect(denied.json().error?.hints.join()).toContain('kbook acl create')
})

it('is not run again and again, and not asked for by --only alone', async () => {
  const {run} = await testCluster('one broker')
  for (const argv of [
    ['--canary', '--watch'],
    ['--only', 'canary'],
    ['--only', 'metrics'],
    ['--prometheus', 'nowhere'],
  ]) {
    expect((await run(Health, 'health', ...argv, '--json')).json()).toMatchObject({error: {code: 'BAD_FLAG'}})
  }
})
