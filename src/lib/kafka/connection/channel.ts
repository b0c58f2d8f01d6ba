import type {Socket} from 'node:net'
import type {KafkaConnection} from '../../config/connection.js'
import {closedError, closedHere, connectionError, foreignAnswerError} from '../connection-errors.js'
import type {ApiName, RequestOf, ResponseOf} from '../protocol/apis/index.js'
import {decodeResponse, encodeRequest} from '../protocol/codec.js'
import {BROKER_AWAY_MS, TransportError} from '../transport-error.js'
import {FrameSplitter} from './frames.js'

interface Pending {
  readonly resolve: (payload: Buffer) => void
  readonly reject: (error: TransportError) => void
  readonly timer: NodeJS.Timeout
}

const INT32_MAX = 0x7fff_ffff

/**
 * One connection to one broker. Requests are pipelined; the broker answers them in the order they were sent.
 * A request that is not answered in time ends the channel, since all that follow wait behind it.
 */
export class Channel {
  private readonly pending = new Map<number, Pending>()
  private readonly splitter = new FrameSplitter()
  private nextId = 1
  private broken: TransportError | undefined
  private draining = false
  private answers = 0

  constructor(
    private readonly socket: Socket,
    readonly address: string,
    private readonly connection: KafkaConnection,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.fail(connectionError(address, error, connection, true))
    })
    socket.on('close', () => this.fail(this.closedByPeer()))
  }

  get open(): boolean {
    return this.broken === undefined
  }

  /** Throws a {@link TransportError}; error codes inside the answer are left to the caller. */
  async send<A extends ApiName>(
    api: A,
    version: number,
    body: RequestOf<A>,
    timeoutMs = this.connection.requestTimeoutMs,
  ): Promise<ResponseOf<A>> {
    const {correlationId, frame} = this.frame(api, version, body)
    const payload = await new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => this.fail(this.timedOut(api, timeoutMs)), timeoutMs)
      this.pending.set(correlationId, {resolve, reject, timer})
      this.socket.write(frame)
    })
    return this.decode(api, version, payload)
  }

  /** Sends a request that has no answer; resolves, with nothing, when it has left. */
  async post<A extends ApiName>(api: A, version: number, body: RequestOf<A>): Promise<unknown> {
    const {frame} = this.frame(api, version, body)
    await new Promise<void>((resolve, reject) => {
      this.socket.write(frame, (error) => (error ? reject(this.broken ?? this.closedByPeer()) : resolve()))
    })
    return {}
  }

  private frame<A extends ApiName>(
    api: A,
    version: number,
    body: RequestOf<A>,
  ): {correlationId: number; frame: Buffer} {
    if (this.broken) throw this.broken
    const correlationId = this.nextId
    this.nextId = correlationId === INT32_MAX ? 1 : correlationId + 1
    const {clientId} = this.connection
    return {correlationId, frame: encodeRequest(api, version, {correlationId, clientId}, body)}
  }

  /** Ends the connection. Requests that wait for an answer fail. */
  close(): void {
    this.fail(closedHere(this.address))
  }

  /** Ends the connection once the requests under way are answered. */
  drain(): void {
    this.draining = true
    if (this.pending.size === 0) this.close()
  }

  private receive(chunk: Buffer): void {
    const frames = this.splitter.push(chunk)
    if (typeof frames === 'string') {
      this.fail(foreignAnswerError(this.address, frames))
      return
    }
    for (const frame of frames) {
      const id = frame.readInt32BE(0)
      const waiting = this.pending.get(id)
      if (!waiting) continue
      this.pending.delete(id)
      this.answers++
      clearTimeout(waiting.timer)
      waiting.resolve(frame.subarray(4))
    }
    if (this.draining) this.drain()
  }

  private decode<A extends ApiName>(api: A, version: number, payload: Buffer): ResponseOf<A> {
    try {
      return decodeResponse(api, version, payload)
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      const message = `${this.address} sent a malformed ${api} answer (version ${version}): ${why}`
      const hint = 'Is something between this machine and the broker changing the traffic?'
      throw new TransportError('REQUEST_FAILED', message, {hint, cause, patienceMs: 0, sent: true})
    }
  }

  private timedOut(api: ApiName, timeoutMs: number): TransportError {
    return new TransportError('UNREACHABLE', `${this.address} did not answer ${api} within ${timeoutMs} ms`, {
      hint: 'The broker may be overloaded or stuck; a longer --request-timeout waits longer.',
      patienceMs: BROKER_AWAY_MS,
      sent: true,
      details: {api, timeoutMs},
    })
  }

  private closedByPeer(): TransportError {
    if (this.splitter.leftover() === 'tls') return foreignAnswerError(this.address, 'tls')
    return closedError(this.address, this.connection, {sent: true, early: this.answers <= 1})
  }

  private fail(error: TransportError): void {
    if (this.broken) return
    this.broken = error
    this.socket.destroy()
    for (const {reject, timer} of this.pending.values()) {
      clearTimeout(timer)
      reject(error)
    }
    this.pending.clear()
  }
}
