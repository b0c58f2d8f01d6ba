import type {KafkaConnection} from '../config/connection.js'
import type {KbookError} from '../errors.js'
import type {ApiName, RequestOf, ResponseOf} from './protocol/apis/index.js'
import type {BrokerInfo, ClusterInfo, TopicInfo} from './types.js'

export interface SendOptions {
  /** Highest version to use, where a later one changes the meaning of fields. */
  maxVersion?: number
  /** Lowest version that can carry the request; below it the call throws `UNSUPPORTED`. */
  minVersion?: number
  /** Milliseconds; the connection's own unless the request itself waits longer on the broker. */
  timeoutMs?: number
}

/** A request body, or what builds it once the version is known. */
export type Body<A extends ApiName> = RequestOf<A> | ((version: number) => RequestOf<A>)

/**
 * A Kafka cluster, connected at the first request. Requests to one broker share one connection, are pipelined
 * and answered in order. Error codes inside answers are the caller's: only the transport is retried here.
 */
export interface Cluster {
  /** What the user calls it. */
  readonly name: string
  /** Brokers, controller and cluster id, as the first answer told them. */
  info(): Promise<ClusterInfo>
  /** True when the broker that was reached first speaks that version (any version when none is given). */
  supports(api: ApiName, version?: number): Promise<boolean>
  toBroker<A extends ApiName>(id: number, api: A, body: Body<A>, options?: SendOptions): Promise<ResponseOf<A>>
  toAny<A extends ApiName>(api: A, body: Body<A>, options?: SendOptions): Promise<ResponseOf<A>>
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
  ): Promise<ReadonlyMap<string, number | KbookError>>
  /** Topics by name, all of them without `topics`; an unknown one carries its error. Cached until `refresh`. */
  topics(topics?: readonly string[], options?: {refresh?: boolean}): Promise<ReadonlyMap<string, TopicInfo>>
  brokers(): Promise<readonly BrokerInfo[]>
  close(): Promise<void>
}

export declare function openCluster(connection: KafkaConnection): Cluster

// Helpers, each in a file of its own beside this one; a failed partition, group or broker carries `error`:
//   list-groups.ts       listGroups(cluster, {states?, types?}): Promise<GroupListing>
//   describe-groups.ts   describeGroups(cluster, groupIds): Promise<GroupDescription[]>
//   committed-offsets.ts fetchCommitted(cluster, groupIds, topics?): Promise<GroupOffsets[]>
//   list-offsets.ts      listOffsets(cluster, partitions, spec): Promise<ListedOffset[]>       in the order asked
//   partition-ends.ts    partitionEnds(cluster, partitions): Promise<PartitionEnds[]>          in the order asked
//   fetch-records.ts     fetchRecords(cluster, positions, limits): Promise<FetchedPartition[]> in the order asked
