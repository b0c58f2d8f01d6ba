import type {KafkaConnection} from '../config/connection.js'
import type {KafkaSettings} from '../consumer/config/types.js'
import type {StartPosition} from '../consumer/engine/options.js'
import type {HistoryStore} from '../consumer/history/store.js'
import type {IncidentSource} from '../consumer/source/source.js'
import {openCluster} from './cluster.js'
import {GroupSource} from './incident-source/group-source.js'
import {LooseSource} from './incident-source/loose-source.js'

export interface KafkaSourceOptions {
  readonly connection: KafkaConnection
  readonly settings: KafkaSettings
  readonly topics: readonly string[]
  /** Only these partitions of each topic. */
  readonly partitions: readonly number[] | undefined
  readonly history: Pick<HistoryStore, 'identity' | 'bind' | 'positions' | 'reposition'>
  /** For words about it. */
  readonly historyPath: string
  /** Where to begin instead of where the group is. */
  readonly from: StartPosition | undefined
  /** Ends with what is there at the start. */
  readonly once: boolean
  /** Takes the group's commits although the history does not cover them. */
  readonly acceptCommits: boolean
  /** Joins the group and commits; otherwise reads beside it and leaves no trace. */
  readonly joins: boolean
}

/** Incidents from Kafka topics. */
export function openKafkaSource(options: KafkaSourceOptions): IncidentSource {
  const cluster = openCluster(options.connection)
  return options.joins ? new GroupSource(cluster, options) : new LooseSource(cluster, options)
}
