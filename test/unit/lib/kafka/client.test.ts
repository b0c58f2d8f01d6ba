import {createRequire} from 'node:module'
import {afterEach, beforeEach, describe, expect, it, vi, type MockInstance} from 'vitest'
import type {KafkaConnection} from '../../../../src/lib/config/connection.js'
import {kafkaClient} from '../../../../src/lib/kafka/client.js'

const require = createRequire(import.meta.url)

interface Queue {
  scheduleCheckPendingRequests(): void
  readonly throttleCheckTimeoutId: unknown
  readonly pending: unknown[]
  destroy(): void
}
const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => Queue
const {CompressionCodecs} = require('kafkajs') as {
  CompressionCodecs: Record<
    number,
    () => {decompress(bytes: Buffer): Promise<Buffer>; compress(): Promise<Buffer>}
  >
}

const connection: KafkaConnection = {
  name: 'nowhere',
  brokers: ['127.0.0.1:1'],
  clientId: 'kbook',
  connectTimeoutMs: 100,
  requestTimeoutMs: 100,
}

const logger = {debug: (): void => undefined, warn: (): void => undefined}
const makeQueue = (): Queue =>
  new RequestQueue({maxInFlightRequests: null, requestTimeout: 1, enforceRequestTimeout: false, logger})

describe('kafkaClient', () => {
  it('leaves no timer running in kafkajs while nothing waits', () => {
    kafkaClient(connection)
    kafkaClient(connection)
    const queue = makeQueue()
    queue.scheduleCheckPendingRequests()
    expect(queue.throttleCheckTimeoutId).toBeNull()
    queue.pending.push({})
    queue.scheduleCheckPendingRequests()
    expect(queue.throttleCheckTimeoutId).not.toBeNull()
    queue.destroy()
  })

  it('teaches kafkajs to read what it cannot by itself, and says what it cannot write', async () => {
    kafkaClient(connection)
    const zstd = CompressionCodecs[4]?.()
    const frame = Buffer.from('KLUv/QRYZQAAMGhlbGxvIAEAmUsRF16uDQ==', 'base64')
    expect((await zstd?.decompress(frame))?.toString()).toBe('hello hello hello hello')
    await expect(zstd?.compress()).rejects.toMatchObject({code: 'UNSUPPORTED'})
  })

  describe('log', () => {
    const streams = [process.stdout, process.stderr]
    let writes: MockInstance[]
    beforeEach(() => {
      writes = streams.map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true))
    })
    afterEach(() => vi.restoreAllMocks())

    const fail = (client: ReturnType<typeof kafkaClient>): Promise<void> =>
      client
        .admin({retry: {retries: 0}})
        .connect()
        .catch(() => undefined)

    it('is silent without somebody to tell', async () => {
      await fail(kafkaClient(connection))
      for (const write of writes) expect(write).not.toHaveBeenCalled()
    })

    it('goes to who asked for it, and nowhere else', async () => {
      const messages: string[] = []
      await fail(kafkaClient(connection, {onLog: (message) => messages.push(message)}))
      expect(messages.join()).toContain('ECONNREFUSED')
      for (const write of writes) expect(write).not.toHaveBeenCalled()
    })
  })
})
