import kafkajs, {type KafkaConfig, type LogEntry, type SASLOptions} from 'kafkajs'
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'
import type {KafkaConnection, SaslOptions} from '../config/connection.js'
import {KbookError} from '../errors.js'
import {addressText, parseAddress} from './connection/address.js'
import {tlsSettings} from './connection/dial.js'
import {decompress} from './records/decompress.js'
import type {Compression} from './records/types.js'

export interface KafkaClientOptions {
  /** Takes what kafkajs has to say, from warnings up; without it kafkajs is silent. */
  onLog?: (message: string, details: Readonly<Record<string, unknown>>) => void
}

// Failures of a moment are over soon: kafkajs would sleep 300 ms before its first retry.
const RETRY = {initialRetryTime: 50, maxRetryTime: 10_000, retries: 5}

/** A kafkajs client for consumer groups and producers. It connects to nothing by itself. */
export function kafkaClient(connection: KafkaConnection, {onLog}: KafkaClientOptions = {}): kafkajs.Kafka {
  mendTimers()
  readAllCompressions()
  const {tls, sasl, socketFactory} = connection
  const config: KafkaConfig = {
    clientId: connection.clientId,
    brokers: connection.brokers.map((broker) => addressText(parseAddress(broker))),
    connectionTimeout: connection.connectTimeoutMs,
    requestTimeout: connection.requestTimeoutMs,
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: onLog ? kafkajs.logLevel.WARN : kafkajs.logLevel.NOTHING,
    // Always set: kafkajs's own logger writes to stdout.
    logCreator: () => (entry) => onLog?.(...logged(entry)),
    ...(tls && {ssl: tlsSettings(tls)}),
    ...(sasl && {sasl: saslOptions(sasl)}),
    ...(socketFactory && {socketFactory}),
  }
  return new kafkajs.Kafka(config)
}

function saslOptions(sasl: SaslOptions): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer') return sasl
  const {mechanism, token} = sasl
  return {mechanism, oauthBearerProvider: async () => ({value: await token()})}
}

function logged({namespace, log}: LogEntry): [message: string, details: Record<string, unknown>] {
  return [`${namespace}: ${log.message}`, log]
}

/** kafkajs reads gzip only by itself, and fails on a batch of another kind. */
function readAllCompressions(): void {
  const {Snappy, LZ4, ZSTD} = kafkajs.CompressionTypes
  Object.assign(kafkajs.CompressionCodecs, {
    [Snappy]: () => codec('snappy'),
    [LZ4]: () => codec('lz4'),
    [ZSTD]: () => codec('zstd'),
  })
}

const codec = (compression: Compression): object => ({
  compress: () => Promise.reject(cannotWrite(compression)),
  decompress: (bytes: Buffer) => decompress(compression, bytes),
})

const cannotWrite = (compression: Compression): KbookError =>
  new KbookError('UNSUPPORTED', `records cannot be written with ${compression} compression`, {
    hint: 'Use gzip, or none.',
  })

let mended = false

/**
 * kafkajs sets a timer for throttled requests although none waits, with a negative time (tulios/kafkajs#1751): it
 * runs every millisecond for ever, and Node 24 prints TimeoutNegativeWarning. A timer is needed only while
 * requests wait; whatever begins to wait sets it.
 */
function mendTimers(): void {
  if (mended) return
  mended = true
  const {prototype} = RequestQueue
  const schedule = prototype.scheduleCheckPendingRequests
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this)
  }
}
