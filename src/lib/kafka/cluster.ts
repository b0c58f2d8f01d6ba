import type {KafkaConnection} from '../config/connection.js'
import {BrokerPool, changesNothing} from './cluster/broker-pool.js'
import {CoordinatorCache} from './cluster/coordinators.js'
import {following} from './cluster/following.js'
import {TopicCache} from './cluster/topics.js'
import type {Body, SendOptions} from './connection/link.js'
import type {ApiName, ResponseOf} from './protocol/apis/index.js'
import {ERROR_CODE} from './protocol/errors.js'
import type {Failure} from './scatter.js'
import type {ClusterInfo, TopicInfo} from './types.js'

export type {Body, SendOptions} from './connection/link.js'

/**
 * A Kafka cluster, connected at the first request. Requests to one broker share one connection, are pipelined
 * and answered in order. Connections that break are opened again; requests that change nothing are sent again,
 * others only when they did not leave this machine. Error codes inside answers are the caller's.
 */
export interface Cluster {
  /** What the user calls it. */
  readonly name: string
  /** Milliseconds that one request may take, retries included. */
  readonly requestTimeoutMs: number
  /** Brokers, controller and cluster id. Cached until `refresh`. */
  info(options?: {refresh?: boolean}): Promise<ClusterInfo>
  /** True when the broker that was reached first speaks that version (any version when none is given). */
  supports(api: ApiName, version?: number): Promise<boolean>
  toBroker<A extends ApiName>(
    id: number,
    api: A,
    body: Body<A>,
    options?: SendOptions,
  ): Promise<ResponseOf<A>>
  /** To whichever broker is connected. */
  toAny<A extends ApiName>(api: A, body: Body<A>, options?: SendOptions): Promise<ResponseOf<A>>
  /** Follows the controller when it moves. */
  toController<A extends ApiName>(api: A, body: Body<A>, options?: SendOptions): Promise<ResponseOf<A>>
  /** Follows the group's coordinator when it moves. */
  toCoordinator<A extends ApiName>(
    group: string,
    api: A,
    body: Body<A>,
    options?: SendOptions,
  ): Promise<ResponseOf<A>>
  /** Node id of each group's coordinator, or why there is none. Cached until `refresh`. */
  coordinators(
    groups: readonly string[],
    options?: {refresh?: boolean},
  ): Promise<ReadonlyMap<string, number | Failure>>
  /** The same for transactional ids. */
  transactionCoordinators(
    transactionalIds: readonly string[],
    options?: {refresh?: boolean},
  ): Promise<ReadonlyMap<string, number | Failure>>
  /**
   * Topics by name; all of them without `names`, then always as they are now. One that does not exist carries
   * its error. Named ones are cached until `refresh`.
   */
  topics(names?: readonly string[], options?: {refresh?: boolean}): Promise<ReadonlyMap<string, TopicInfo>>
  close(): Promise<void>
}

export interface ClusterOptions {
  /** One line about each connection and request, for `--verbose`. Never holds a secret or a record. */
  onLog?: (message: string) => void
  /** Told each time that the cluster says who it is. */
  onInfo?: (info: ClusterInfo) => void
}

/** Connects to nothing yet. `close()` must be called, also after an error. */
export function openCluster(connection: KafkaConnection, options: ClusterOptions = {}): Cluster {
  const pool = new BrokerPool(connection, options)
  const coordinators = new CoordinatorCache(pool)
  const transactions = new CoordinatorCache(pool, 'transaction')
  const topics = new TopicCache(pool)
  const timeoutMs = connection.requestTimeoutMs
  // The time of a call may be used up by a broker that hangs; the next call must not begin with the same one.
  const toBroker: Cluster['toBroker'] = (id, api, body, send) =>
    pool.toBroker(id, api, body, send).catch((error: unknown) => {
      topics.forget()
      coordinators.forget()
      transactions.forget()
      throw error
    })
  return {
    name: connection.name,
    requestTimeoutMs: timeoutMs,
    info: (refresh) => pool.info(refresh),
    supports: (api, version) => pool.supports(api, version),
    toBroker,
    toAny: (api, body, send) => pool.toAny(api, body, send),
    toController: (api, body, send) =>
      following(CONTROLLER_MOVED, timeoutMs, changesNothing(api), async (attempt) => {
        const {controllerId} = await pool.info({refresh: attempt > 0})
        return controllerId === undefined
          ? pool.toAny(api, body, send)
          : toBroker(controllerId, api, body, send)
      }),
    toCoordinator: (group, api, body, send) =>
      following(COORDINATOR_MOVED, timeoutMs, changesNothing(api), async (attempt) => {
        const home = await coordinators.of(group, {refresh: attempt > 0})
        return toBroker(home, api, body, send)
      }),
    coordinators: (groups, refresh) => coordinators.find(groups, refresh),
    transactionCoordinators: (ids, refresh) => transactions.find(ids, refresh),
    topics: (names, refresh) => topics.get(names, refresh),
    close: () => pool.close(),
  }
}

const CONTROLLER_MOVED: readonly number[] = [ERROR_CODE.notController]
const COORDINATOR_MOVED: readonly number[] = [
  ERROR_CODE.coordinatorLoading,
  ERROR_CODE.coordinatorNotAvailable,
  ERROR_CODE.notCoordinator,
]
