import {createServer, type AddressInfo, type Server} from 'node:net'
import {afterAll, describe, expect, it} from 'vitest'
import ClusterPing from '../../../src/commands/cluster/ping.js'
import type {KafkaConnection} from '../../../src/lib/config/connection.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import {pingCluster} from '../../../src/lib/kafka/ping/ping-cluster.js'
import type {PingReport} from '../../../src/lib/kafka/ping/types.js'
import {testCluster} from '../../helpers/clusters.js'

const servers: Server[] = []
afterAll(() => servers.forEach((server) => server.close()))
async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
async function freePort(): Promise<string> {
  const server = createServer()
  const address = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return address
}

async function ping(
  kind: 'one broker' | 'SASL over TLS',
  extra: Partial<KafkaConnection>,
): Promise<PingReport> {
  const {connection} = await testCluster(kind)
  return pingCluster({...connection, ...extra})
}
function without(part: 'sasl' | 'tls', connection: KafkaConnection): KafkaConnection {
  const bare = {...connection}
  Reflect.deleteProperty(bare, part)
  return bare
}
const failedStep = ({addresses}: PingReport) => {
  const one = addresses.find(({error}) => error)
  return {step: one?.steps.at(-1)?.step, code: one?.error?.code, message: one?.error?.message ?? '', one}
}

describe('the step that fails', () => {
  it('name', async () => {
    const found = failedStep(await ping('one broker', {brokers: ['no-such-host.invalid:9092']}))
    expect(found).toMatchObject({step: 'dns', code: 'UNREACHABLE'})
  })

  it('port, beside an address that answers', async () => {
    const {connection} = await testCluster('one broker')
    const report = await pingCluster({...connection, brokers: [await freePort(), ...connection.brokers]})
    expect(failedStep(report)).toMatchObject({step: 'tcp', code: 'UNREACHABLE'})
    expect(report.addresses.map(({error}) => error === undefined)).toEqual([false, true])
    expect(report.clusterId).toBeDefined()
  })

  it('TLS on a plaintext port', async () => {
    const found = failedStep(await ping('one broker', {tls: {}}))
    expect(found).toMatchObject({step: 'tls', code: 'TLS_FAILED'})
    expect(found.message).toContain('speaks no TLS: it answers in plain text')
  })

  it('TLS on a plaintext port, also for every other command', async () => {
    const {connection} = await testCluster('one broker')
    const cluster = openCluster({...connection, tls: {}})
    await expect(cluster.info()).rejects.toThrow('speaks no TLS: it answers in plain text')
    await cluster.close()
  })

  it('plain text on a TLS port', async () => {
    const {connection} = await testCluster('SASL over TLS')
    const found = failedStep(await pingCluster(without('tls', connection)))
    expect(found).toMatchObject({step: 'api-versions', code: 'TLS_FAILED'})
    expect(found.message).toContain('speaks TLS, and was dialled without')
  })

  it('a CA that is not trusted, with the certificate that was shown', async () => {
    const found = failedStep(await ping('SASL over TLS', {tls: {}}))
    expect(found).toMatchObject({step: 'tls', code: 'TLS_FAILED', one: {certificate: {subject: 'CN=broker'}}})
    expect(found.message).toContain('not signed by a CA that is trusted here')
  })

  it('a certificate for another host', async () => {
    const {connection} = await testCluster('SASL over TLS')
    const found = failedStep(
      await pingCluster({...connection, tls: {...connection.tls, servername: 'elsewhere.example'}}),
    )
    expect(found).toMatchObject({step: 'tls', code: 'TLS_FAILED'})
    expect(found.message).toContain('is for another host')
  })

  it('a password', async () => {
    const sasl = {mechanism: 'scram-sha-512', username: 'admin', password: 'wrong-secret'} as const
    const report = await ping('SASL over TLS', {sasl})
    expect(failedStep(report)).toMatchObject({step: 'sasl', code: 'AUTHENTICATION_FAILED'})
    expect(JSON.stringify(report)).not.toContain('wrong-secret')
  })

  it('no login where one is wanted: tells what the listener offers', async () => {
    const {connection} = await testCluster('SASL over TLS')
    const found = failedStep(await pingCluster(without('sasl', connection)))
    expect(found).toMatchObject({step: 'metadata', code: 'AUTHENTICATION_FAILED'})
    expect(found.one?.error?.hints.join()).toContain('SCRAM-SHA-512')
  })

  it('a server that says nothing', async () => {
    const silent = await listen(createServer((socket) => socket.on('error', () => undefined)))
    const found = failedStep(await ping('one broker', {brokers: [silent], requestTimeoutMs: 200}))
    expect(found).toMatchObject({step: 'api-versions', code: 'UNREACHABLE'})
  })
})

it('ends with 4 and shows every address', async () => {
  const {run, connection} = await testCluster('one broker')
  const brokers = [await freePort(), ...connection.brokers].join(',')
  const {stdout, exitCode} = await run(ClusterPing, 'cluster:ping', '--brokers', brokers)
  expect(exitCode).toBe(4)
  expect(stdout).toMatch(/! 1 of 2 addresses cannot be used\n\n.*\n !.*failed\n.*127\.0\.0\.1/)
  expect(stdout).toMatch(/ ! TCP: nothing listens on 127/)
})
