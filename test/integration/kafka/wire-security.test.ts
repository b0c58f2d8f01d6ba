import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {KafkaConnection, SaslOptions} from '../../../src/lib/config/connection.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import type {SandboxMechanism} from '../../../src/lib/sandbox/types.js'
import {startSandbox, until} from '../../helpers/kafka.js'

const MECHANISMS: readonly SandboxMechanism[] = ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer']
/** How long the broker lets a login last. */
const SESSION_MS = 1500

async function reach(connection: KafkaConnection): Promise<string | undefined> {
  const cluster = openCluster(connection)
  try {
    await cluster.toAny('ListGroups', {})
    return (await cluster.info()).clusterId
  } finally {
    await cluster.close()
  }
}

function without(part: 'sasl' | 'tls', connection: KafkaConnection): KafkaConnection {
  const bare = {...connection}
  Reflect.deleteProperty(bare, part)
  return bare
}

describe('SASL over TLS', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const config = {'connections.max.reauth.ms': String(SESSION_MS)}
    sandbox = await startSandbox({sasl: true, tls: true, config, ephemeral: true})
  })
  afterAll(() => sandbox.stop())

  const withSasl = (sasl: SaslOptions): KafkaConnection => ({...sandbox.connection(), sasl})

  it.each(MECHANISMS)('logs in with %s', async (mechanism) => {
    expect(await reach(sandbox.connection('admin', mechanism))).toBe(sandbox.clusterId)
  })

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'refuses a wrong password with %s',
    async (mechanism) => {
      const connection = withSasl({mechanism, username: 'admin', password: 'wrong'})
      const refusal = {code: 'AUTHENTICATION_FAILED', exitCode: 4}
      await expect(reach(connection)).rejects.toMatchObject({
        ...refusal,
        message: `${sandbox.brokers.join()} refused user "admin"`,
      })
    },
  )

  it('refuses a token that is none', async () => {
    const connection = withSasl({mechanism: 'oauthbearer', token: () => Promise.resolve('none')})
    await expect(reach(connection)).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      message: `${sandbox.brokers.join()} refused the token`,
    })
  })

  it('never puts the password into an error', async () => {
    const connection = withSasl({mechanism: 'plain', username: 'admin', password: 'hunter2-secret'})
    const error = await reach(connection).catch((thrown: unknown) => thrown as Error)
    expect(JSON.stringify({error, stack: error instanceof Error && error.stack})).not.toContain('hunter2')
  })

  it('suspects the missing login when there is none', async () => {
    await expect(reach(without('sasl', sandbox.connection()))).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: `${sandbox.brokers.join()} closed the connection`,
      hints: expect.arrayContaining([
        'If its listener expects a login, set sasl in the profile.',
      ]) as string[],
    })
  })

  it('suspects the missing TLS when there is none', async () => {
    await expect(reach(without('tls', sandbox.connection()))).rejects.toMatchObject({
      code: 'TLS_FAILED',
      message: `${sandbox.brokers.join()} speaks TLS, and was dialled without`,
    })
  })

  it('does not trust a CA that it was not given', async () => {
    const untrusted = {
      code: 'TLS_FAILED',
      message: `the certificate of ${sandbox.brokers.join()} is not signed by a CA that is trusted here`,
    }
    await expect(reach({...sandbox.connection(), tls: {}})).rejects.toMatchObject(untrusted)
  })

  it('does without verification only when told to', async () => {
    expect(await reach({...sandbox.connection(), tls: {insecure: true}})).toBe(sandbox.clusterId)
  })

  it('logs in again before the broker ends the session', async () => {
    const logins: string[] = []
    const onLog = (message: string): void => {
      if (message.endsWith('connected')) logins.push(message)
    }
    const cluster = openCluster(sandbox.connection(), {onLog})
    try {
      await until(async () => {
        await cluster.toAny('ListGroups', {})
        return logins.length >= 3
      })
    } finally {
      await cluster.close()
    }
  })
})

describe('mutual TLS', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({mtls: true, ephemeral: true})
  })
  afterAll(() => sandbox.stop())

  it('connects with a client certificate', async () => {
    expect(await reach(sandbox.connection())).toBe(sandbox.clusterId)
  })

  it('says what is missing without one', async () => {
    const {ca = ''} = sandbox.connection().tls ?? {}
    await expect(reach({...sandbox.connection(), tls: {ca}})).rejects.toMatchObject({
      code: 'TLS_FAILED',
      message: `${sandbox.brokers.join()} asks for a client certificate`,
    })
  })

  it('says what a user may not do', async () => {
    const cluster = openCluster(sandbox.connection('guest'))
    try {
      const answer = await cluster.toAny('Metadata', {
        topics: [{name: 'secret'}],
        allowAutoTopicCreation: false,
      })
      expect(answer.topics[0]?.errorCode).not.toBe(0)
      const topics = await cluster.topics(['secret'])
      expect(topics.get('secret')?.error?.code).toBe('NOT_AUTHORIZED')
    } finally {
      await cluster.close()
    }
  })
})
