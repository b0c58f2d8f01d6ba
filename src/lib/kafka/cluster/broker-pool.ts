import type {KafkaConnection} from '../../config/connection.js'
import {KbookError} from '../../errors.js'
import {addressText, parseAddress, type Address} from '../connection/address.js'
import {commonVersions} from '../connection/api-versions.js'
import {Link, type Body, type SendOptions} from '../connection/link.js'
import type {ApiName, ResponseOf} from '../protocol/apis/index.js'
import {retrying} from '../retry.js'
import {BROKER_AWAY_MS, TransportError} from '../transport-error.js'
import type {ClusterOptions} from '../cluster.js'
import type {BrokerInfo, ClusterInfo} from '../types.js'
import {firstToConnect} from './bootstrap.js'
import {clusterInfo} from './metadata.js'

const READ_ONLY =
  /^(Describe|List|Find|Metadata|ApiVersions|Fetch$|Offset(Fetch$|ForLeader)|\w+GroupDescribe)/

/** Whether a request may be sent again although a broker may have carried it out. */
export const changesNothing = (api: ApiName): boolean => READ_ONLY.test(api)

const RECONNECT_MS = 300

/** The connections to a cluster's brokers, and the retries that a broken connection needs. */
export class BrokerPool {
  private readonly links = new Map<string, Link>()
  private readonly bootstrap: readonly Address[]
  private entry: Promise<Link> | undefined
  private latest: Promise<ClusterInfo> | undefined
  private brokers: readonly BrokerInfo[] = []
  private closed = false

  constructor(
    private readonly connection: KafkaConnection,
    private readonly options: ClusterOptions,
  ) {
    this.bootstrap = connection.brokers.map(parseAddress)
  }

  async info({refresh = false} = {}): Promise<ClusterInfo> {
    if (refresh) this.latest = undefined
    this.latest ??= this.describe().catch((error: unknown) => {
      this.latest = undefined
      throw error
    })
    return this.latest
  }

  async supports(api: ApiName, version?: number): Promise<boolean> {
    const range = commonVersions(api, await (await this.entered()).versions())
    return version === undefined ? range.from <= range.to : version >= range.from && version <= range.to
  }

  /** A broken connection is opened again, no more: who sends to a broker decides how long it may be away. */
  toBroker<A extends ApiName>(
    id: number,
    api: A,
    body: Body<A>,
    options?: SendOptions,
  ): Promise<ResponseOf<A>> {
    return retrying(RECONNECT_MS, changesNothing(api), async () => {
      const broker = await this.broker(id)
      return this.linkTo(broker, options?.apart).send(api, body, options)
    })
  }

  toAny<A extends ApiName>(api: A, body: Body<A>, options?: SendOptions): Promise<ResponseOf<A>> {
    return retrying(this.connection.requestTimeoutMs, changesNothing(api), async () => {
      const link = await this.entered()
      return (options?.apart ? this.linkTo(link.target, true) : link).send(api, body, options)
    })
  }

  close(): Promise<void> {
    this.closed = true
    for (const link of this.links.values()) link.close()
    return Promise.resolve()
  }

  private async broker(id: number): Promise<BrokerInfo> {
    const {brokers} = await this.info()
    const known = brokers.find((broker) => broker.id === id)
    if (known) return known
    const now = (await this.info({refresh: true})).brokers
    const found = now.find((broker) => broker.id === id)
    if (found) return found
    throw noSuchBroker(id, now)
  }

  private linkTo(address: Address, apart = false): Link {
    const key = apart ? `${addressText(address)} apart` : addressText(address)
    let link = this.links.get(key)
    if (!link) this.links.set(key, (link = new Link(address, this.connection, this.options.onLog)))
    if (this.closed) link.close()
    return link
  }

  /** A link whose cluster is the right one: the first request travels with the one that asks for the brokers. */
  private async entered(): Promise<Link> {
    const info = this.info()
    if (this.connection.expectedClusterId !== undefined) await info
    // Whoever needs the brokers asks again, and gets the error then.
    else info.catch(() => undefined)
    return this.anyLink()
  }

  /** The link that was reached first, or another one once that broke. */
  private async anyLink(): Promise<Link> {
    const current = await this.entry?.catch(() => undefined)
    if (current?.connected) return current
    // Brokers that were learnt are tried after those that were given, which may all be gone by now.
    const links = new Set([...this.bootstrap, ...this.brokers].map((address) => this.linkTo(address)))
    this.entry = firstToConnect(this.connection.name, [...links]).catch(async (error: unknown) => {
      throw await this.identified(error, [...links])
    })
    return this.entry
  }

  /** A listener that hangs up on TLS may be one of plain text, which is worth a word of its own. */
  private async identified(error: unknown, [first]: readonly Link[]): Promise<unknown> {
    if (!(error instanceof KbookError) || error.code !== 'TLS_FAILED' || !first || this.closed) return error
    const {identify} = await import('../ping/identify.js')
    return identify(error, 'tls', first.target, this.connection)
  }

  private async describe(): Promise<ClusterInfo> {
    const link = await this.anyLink()
    const info = clusterInfo(await link.send('Metadata', {topics: []}, {minVersion: 1}))
    const expected = this.connection.expectedClusterId
    if (expected !== undefined && info.clusterId !== expected) throw otherCluster(this.connection, info)
    this.brokers = info.brokers
    this.options.onInfo?.(info)
    return info
  }
}

function noSuchBroker(id: number, brokers: readonly BrokerInfo[]): TransportError {
  const ids = brokers.map((broker) => broker.id).join(', ')
  return new TransportError('UNREACHABLE', `broker ${id} is not alive`, {
    hint: `The cluster has these brokers now: ${ids}.`,
    patienceMs: BROKER_AWAY_MS,
  })
}

function otherCluster(connection: KafkaConnection, {clusterId}: ClusterInfo): KbookError {
  const message = `${connection.name} is pinned to cluster ${connection.expectedClusterId ?? ''}, and ${clusterId ?? 'another one'} answered`
  return new KbookError('REFUSED', message, {
    hint: 'Do the broker addresses lead to another cluster? If it was replaced, change cluster_id of the profile.',
    details: {expected: connection.expectedClusterId, found: clusterId},
  })
}
