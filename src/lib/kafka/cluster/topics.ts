import type {TopicInfo} from '../types.js'
import type {BrokerPool} from './broker-pool.js'
import {topicInfo} from './metadata.js'

/** Metadata requests below this version create the topics that they ask for, where the broker allows it. */
const NOT_CREATING = 4

/** Topics as the cluster described them last. */
export class TopicCache {
  private readonly known = new Map<string, TopicInfo>()

  constructor(private readonly pool: Pick<BrokerPool, 'toAny'>) {}

  async get(names?: readonly string[], {refresh = false} = {}): Promise<ReadonlyMap<string, TopicInfo>> {
    if (!names) return this.ask(null)
    const missing = refresh ? names : names.filter((name) => !this.known.has(name))
    const fresh = missing.length > 0 ? await this.ask(missing) : this.known
    const found = names.map((name) => fresh.get(name) ?? this.known.get(name))
    return new Map(found.filter((topic) => topic !== undefined).map((topic) => [topic.name, topic]))
  }

  /** To be asked for again: leaders may have moved. */
  forget(): void {
    this.known.clear()
  }

  private async ask(names: readonly string[] | null): Promise<Map<string, TopicInfo>> {
    const topics = names?.map((name) => ({name})) ?? null
    const body = {topics, allowAutoTopicCreation: false}
    const answer = await this.pool.toAny('Metadata', body, {minVersion: NOT_CREATING})
    const found = new Map<string, TopicInfo>()
    for (const row of answer.topics) {
      const topic = topicInfo(row)
      found.set(topic.name, topic)
      // What is wrong now may be mended at the next look.
      if (topic.error) this.known.delete(topic.name)
      else this.known.set(topic.name, topic)
    }
    return found
  }
}
