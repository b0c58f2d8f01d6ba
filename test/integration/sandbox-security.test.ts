import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import type {SandboxOptions} from '../../src/lib/sandbox/types.js'
import {createTopic, kafkaClient, kafkaTool, startSandbox} from '../helpers/kafka.js'

const consumeOne = ['--topic', 'secrets', '--from-beginning', '--max-messages', '1', '--timeout-ms', '20000']

async function topicsSeenBy(connection: KafkaConnection): Promise<string[]> {
  const admin = kafkaClient(connection, {retries: 0}).admin()
  try {
    await admin.connect()
    return await admin.listTopics()
  } finally {
    await admin.disconnect()
  }
}

describe.each<[string, SandboxOptions]>([
  ['TLS', {tls: true}],
  ['SASL', {sasl: true}],
  ['SASL over mutual TLS', {sasl: true, mtls: true}],
])('%s', (_name, options) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({...options, ephemeral: true})
    await createTopic(sandbox.connection(), 'secrets')
  })
  afterAll(() => sandbox.stop())

  test('Kafka’s own tools get in with the properties file', async () => {
    const produced = await kafkaTool(sandbox, 'consoleProducer', ['--topic', 'secrets'], {input: 'hello\n'})
    expect(produced).toMatchObject({exitCode: 0})
    const read = await kafkaTool(sandbox, 'consoleConsumer', consumeOne)
    expect(read.stdout).toBe('hello')
  })

  test('nobody gets in without what is required', async () => {
    // Such a connection is not refused in words, so the client waits for an answer: not for long here.
    const {tls, sasl, ...plain} = {...sandbox.connection(), connectTimeoutMs: 500, requestTimeoutMs: 500}
    await expect(topicsSeenBy(plain)).rejects.toThrow()
    if (tls?.ca && tls.cert)
      await expect(topicsSeenBy({...plain, ...(sasl && {sasl}), tls: {ca: tls.ca}})).rejects.toThrow()
  })

  if (!options.sasl) return

  test('every mechanism lets its users in, and wrong passwords stay out', async () => {
    for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const) {
      expect(await topicsSeenBy(sandbox.connection('admin', mechanism)), mechanism).toContain('secrets')
    }
    const {sasl} = sandbox.connection()
    if (sasl?.mechanism !== 'scram-sha-512') throw new Error('the default mechanism')
    const wrong = {...sandbox.connection(), sasl: {...sasl, password: 'wrong'}}
    await expect(topicsSeenBy(wrong)).rejects.toThrow(/SASL|authentication/i)
  })

  test('the guest sees nothing until it is granted', async () => {
    expect(await topicsSeenBy(sandbox.connection('guest'))).toEqual([])
    const granted = await kafkaTool(sandbox, 'acls', [
      ...['--add', '--allow-principal', 'User:guest', '--operation', 'Describe', '--topic', 'secrets'],
    ])
    expect(granted).toMatchObject({exitCode: 0})
    await expect.poll(() => topicsSeenBy(sandbox.connection('guest'))).toEqual(['secrets'])
  })
})
