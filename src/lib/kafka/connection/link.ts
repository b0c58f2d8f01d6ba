import type {KafkaConnection} from '../../config/connection.js'
import {KbookError} from '../../errors.js'
import type {ApiName, RequestOf, ResponseOf} from '../protocol/apis/index.js'
import {closedHere} from '../connection-errors.js'
import {addressText, type Address} from './address.js'
import {askApiVersions, commonVersions, type ApiVersions} from './api-versions.js'
import {Channel} from './channel.js'
import {dial} from './dial.js'

export interface SendOptions {
  /** Highest version to use, where a later one changes the meaning of fields. */
  maxVersion?: number
  /** Lowest version that can carry the request; below it the call throws `UNSUPPORTED`. */
  minVersion?: number
  /** Milliseconds; the connection's own unless the request itself waits longer on the broker. */
  timeoutMs?: number
  /** Over a connection of its own: for requests that the broker holds back, which others would wait behind. */
  apart?: boolean
  /** The broker does not answer this request (Produce with acks 0): the result is empty. */
  unanswered?: boolean
}

/** A request body, or what builds it once the version is known. */
export type Body<A extends ApiName> = RequestOf<A> | ((version: number) => RequestOf<A>)

interface Session {
  readonly channel: Channel
  readonly versions: ApiVersions
  /** When a new login is due, as `Date.now()` tells; Infinity for never. */
  readonly renewAt: number
}

/** A broker's address with a connection that is opened when needed, again when it broke or the login expires. */
export class Link {
  readonly address: string
  private session: Promise<Session> | undefined
  private current: Session | undefined
  /** Also one that is still being set up. */
  private latest: Channel | undefined
  private readonly closing = new AbortController()

  constructor(
    readonly target: Address,
    private readonly connection: KafkaConnection,
    private readonly log?: (message: string) => void,
  ) {
    this.address = addressText(target)
  }

  /** False once the connection broke, or before it was opened. */
  get connected(): boolean {
    return this.current?.channel.open ?? false
  }

  async versions(): Promise<ApiVersions> {
    return (await this.ready()).versions
  }

  async send<A extends ApiName>(api: A, body: Body<A>, options: SendOptions = {}): Promise<ResponseOf<A>> {
    const {channel, versions} = await this.ready()
    const range = commonVersions(api, versions, options)
    if (range.to < range.from) throw unsupported(this.address, api, versions, options)
    const content = typeof body === 'function' ? body(range.to) : body
    const started = performance.now()
    if (options.unanswered) return (await channel.post(api, range.to, content)) as ResponseOf<A>
    const answer = await channel.send(api, range.to, content, options.timeoutMs)
    this.log?.(`${this.address} ${api} v${range.to} ${(performance.now() - started).toFixed(1)} ms`)
    return answer
  }

  /** For good: requests under way and later ones fail. */
  close(): void {
    this.closing.abort()
    this.latest?.close()
  }

  private ready(): Promise<Session> {
    const {current} = this
    if (current && (!current.channel.open || current.renewAt < Date.now())) {
      current.channel.drain()
      this.current = undefined
      this.session = undefined
    }
    this.session ??= this.open().catch((error: unknown) => {
      this.session = undefined
      throw error
    })
    return this.session
  }

  private async open(): Promise<Session> {
    if (this.closing.signal.aborted) throw closedHere(this.address)
    const socket = await dial(this.target, this.connection, this.closing.signal)
    const channel = (this.latest = new Channel(socket, this.address, this.connection))
    try {
      const versions = await askApiVersions(channel)
      const lifetimeMs = await this.login(channel, versions)
      this.log?.(`${this.address} connected`)
      const renewAt = lifetimeMs > 0 ? Date.now() + lifetimeMs * RENEW_AFTER : Infinity
      this.current = {channel, versions, renewAt}
      return this.current
    } catch (error) {
      channel.close()
      throw error
    }
  }

  private async login(channel: Channel, versions: ApiVersions): Promise<number> {
    const {sasl} = this.connection
    if (!sasl) return 0
    const {authenticate} = await import('./sasl.js')
    return authenticate(channel, versions, {...this.connection, sasl})
  }
}

/** Part of a login's lifetime after which it is renewed, as Kafka's own clients do (85 to 95 %). */
const RENEW_AFTER = 0.85

function unsupported(address: string, api: ApiName, versions: ApiVersions, options: SendOptions): KbookError {
  const {from, to} = commonVersions(api, versions)
  const wanted = options.minVersion === undefined ? '' : ` version ${options.minVersion}`
  const offered = to < from ? '' : `: it speaks version ${to}`
  return new KbookError('UNSUPPORTED', `${address} does not support ${api}${wanted}${offered}`, {
    hint: 'The cluster is too old for this, or another product than Apache Kafka.',
    details: {api, minVersion: options.minVersion},
  })
}
