import {beforeAll, describe, expect, test} from 'vitest'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaTool, uniqueName, until} from '../../helpers/kafka.js'
import {consumeFrom, file, produceTo} from '../../helpers/records.js'

describe('one broker', () => {
  let cluster: TestCluster
  let shared: Promise<string> | undefined
  beforeAll(async () => {
    cluster = await testCluster('one broker')
  })
  const existing = (): Promise<string> => (shared ??= newTopic())
  const newTopic = async (): Promise<string> => {
    const topic = uniqueName('records')
    await createTopic(cluster.sandbox.connection(), topic)
    return topic
  }

  test.each([
    ['--from', 'tomorrow'],
    ['--to', '-3'],
    ['--follow', '--to', '3'],
    ['--follow', '--sort', 'time'],
    ['--format', 'yaml'],
    ['--format', '%q'],
    ['--value', '/(/'],
    ['--partition', 'x'],
    ['--idle-timeout', '3'],
    ['--partition', '9'],
  ])('refuses %s %s', async (...argv) => {
    const {exitCode, stderr} = await consumeFrom(cluster, await existing(), ...argv)
    expect(exitCode).toBe(2)
    expect(stderr).not.toContain('    at ')
  })

  test.each([
    [['--header', 'x'], 2],
    [['--timestamp', 'soon'], 2],
    [['--format', 'ndjson', '--key', 'k'], 2],
    [['--repartition'], 2],
    [['--partition', '7'], 2],
    [['--key-separator', '|'], 2],
    [['--format', 'ndjson'], 2],
  ])('writes nothing with %s', async (argv, code) => {
    const topic = await existing()
    const {exitCode} = await produceTo(cluster, topic, '--file', await file('a\n'), ...argv)
    expect(exitCode).toBe(code)
    expect((await consumeFrom(cluster, topic)).stdout).toBe('')
  })

  test('internal topics, unknown topics, dry runs and guarded clusters get nothing', async () => {
    const topic = await existing()
    const path = await file('a\nb\n')
    const dry = await produceTo(cluster, topic, '--file', path, '--dry-run')
    expect(dry).toMatchObject({exitCode: 0, stdout: `would write 2 records (2 bytes) to ${topic}\n`})
    expect((await produceTo(cluster, uniqueName('nope'), '--file', path)).exitCode).toBe(2)
    const guarded = await testCluster('one broker', {protected: true})
    expect((await produceTo(guarded, topic, '--file', path)).exitCode).toBe(5)
    expect((await consumeFrom(cluster, topic)).stdout).toBe('')
    expect((await produceTo(guarded, topic, '--file', path, '--confirm', guarded.profile)).exitCode).toBe(0)
    expect((await consumeFrom(cluster, topic)).stdout).toBe('a\nb\n')
  })
})

test('who may not write is told the ACL that is missing', async () => {
  const admin = await testCluster('SASL over TLS')
  const topic = uniqueName('records')
  await createTopic(admin.sandbox.connection(), topic)
  await kafkaTool(admin.target, 'acls', [
    ...['--add', '--allow-principal', 'User:guest', '--operation', 'Describe', '--topic', topic],
  ])
  const password = layout(admin.sandbox.dir).password('guest')
  const guest = await testCluster('SASL over TLS', {'sasl.username': 'guest', 'sasl.password_file': password})
  const path = await file('a\n')
  const denied = await until(async () => {
    const run = await produceTo(guest, topic, '--file', path, '--acks', '1')
    return run.stdout.includes('not allowed to write') && run
  })
  expect(denied.exitCode).toBe(5)
  expect(denied.stdout).toContain(`--operation Write --topic ${topic}`)
  expect((await produceTo(guest, topic, '--file', path)).exitCode).toBe(5)
  const read = await consumeFrom(guest, topic)
  expect(read).toMatchObject({exitCode: 0, stdout: ''})
})
