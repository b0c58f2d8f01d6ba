import {createServer as createHttpServer} from 'node:http'
import {createServer, type AddressInfo, type Server} from 'node:net'
import {afterEach, beforeAll, expect, it} from 'vitest'
import type {KafkaConnection} from '../../../src/lib/config/connection.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import {sharedKafka, type SharedKafka} from '../../helpers/kafka.js'

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
})
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A port that was free a moment ago. */
async function freePort(): Promise<string> {
  const server = createServer()
  const address = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return address
}

async function reach(overrides: Partial<KafkaConnection>): Promise<unknown> {
  const cluster = openCluster({...kafka.connection(), ...overrides})
  try {
    return await cluster.info()
  } finally {
    await cluster.close()
  }
}

it('a port where nothing listens', async () => {
  const address = await freePort()
  await expect(reach({brokers: [address]})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    exitCode: 4,
    message: `nothing listens on ${address}`,
  })
})

it('a host that does not exist', async () => {
  await expect(reach({brokers: ['no-such-host.invalid:9092']})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: 'the host name of no-such-host.invalid:9092 cannot be resolved',
  })
})

it('several brokers: each with its cause', async () => {
  const [one, two] = [await freePort(), await freePort()]
  await expect(reach({name: 'prod', brokers: [one, two]})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `cannot reach prod:\nnothing listens on ${one}\nnothing listens on ${two}`,
    details: {brokers: {[one]: `nothing listens on ${one}`, [two]: `nothing listens on ${two}`}},
  })
})

it('one broker that is away does not keep from the others', async () => {
  await expect(reach({brokers: [await freePort(), ...kafka.brokers]})).resolves.toMatchObject({
    clusterId: kafka.clusterId,
  })
})

it('nor does one that takes connections and says nothing', async () => {
  const silent = await listen(createServer((socket) => socket.on('error', () => undefined)))
  await expect(reach({brokers: [silent, ...kafka.brokers]})).resolves.toMatchObject({
    clusterId: kafka.clusterId,
  })
})

it('a server that never answers', async () => {
  const silent = await listen(createServer((socket) => socket.on('error', () => undefined)))
  await expect(reach({brokers: [silent], requestTimeoutMs: 200})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `${silent} did not answer ApiVersions within 200 ms`,
  })
})

it('a server that hangs up', async () => {
  const rude = await listen(createServer((socket) => socket.destroy()))
  await expect(reach({brokers: [rude]})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `${rude} closed the connection`,
  })
})

it('a web server', async () => {
  const web = await listen(createHttpServer((_, response) => response.end('hello')))
  await expect(reach({brokers: [web]})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `${web} does not answer in Kafka's protocol`,
  })
})

it('an answer that is cut or garbled', async () => {
  const garbled = createServer((socket) => {
    // Correlation id 1, no error, then an array that promises more than there is.
    socket.once('data', () => socket.write(Buffer.from('0000000a00000001000000ff0102', 'hex')))
    socket.on('error', () => undefined)
  })
  const address = await listen(garbled)
  await expect(reach({brokers: [address]})).rejects.toMatchObject({
    code: 'REQUEST_FAILED',
    message: expect.stringContaining(
      `${address} sent a malformed ApiVersions answer (version 3): `,
    ) as string,
  })
})

it('TLS on a port that speaks none', async () => {
  await expect(reach({tls: {}})).rejects.toMatchObject({
    code: 'TLS_FAILED',
    message: `${kafka.brokers.join()} speaks no TLS: it answers in plain text`,
  })
})

it('a broken address in the profile', async () => {
  await expect(async () => reach({brokers: ['kafka:port']})).rejects.toMatchObject({code: 'BAD_INPUT'})
})
