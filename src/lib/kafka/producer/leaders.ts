import type {Cluster} from '../cluster.js'
import {KbookError} from '../../errors.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {TopicInfo} from '../types.js'

/** Who leads each partition of a topic, as the cluster told last. */
export class Leaders {
  private leaders = new Map<number, number | undefined>()
  private readonly stale = new Set<number>()
  private refreshing: Promise<void> | undefined
  private error: KbookError | undefined
  private readonly topic: string

  constructor(
    private readonly cluster: Cluster,
    info: TopicInfo,
  ) {
    this.topic = info.name
    this.take(info)
  }

  /** Undefined while there is none, or while it must be looked up again. */
  of(partition: number): number | undefined {
    return this.stale.has(partition) ? undefined : this.leaders.get(partition)
  }

  /** Why there is none. */
  missing(partition: number): KbookError {
    return this.error ?? kafkaError(ERROR_CODE.leaderNotAvailable, `${this.topic}-${partition}`)
  }

  forget(partition: number): void {
    this.stale.add(partition)
  }

  /** Never rejects: what failed is told by {@link missing}. */
  refresh(): Promise<void> {
    this.refreshing ??= this.look().finally(() => (this.refreshing = undefined))
    return this.refreshing
  }

  private async look(): Promise<void> {
    try {
      const info = (await this.cluster.topics([this.topic], {refresh: true})).get(this.topic)
      this.error = info?.error
      if (info && !info.error) this.take(info)
    } catch (error) {
      if (!(error instanceof KbookError)) throw error
      this.error = error
    }
  }

  private take({partitions}: TopicInfo): void {
    this.leaders = new Map(partitions.map(({partition, leader}) => [partition, leader]))
    this.stale.clear()
  }
}
