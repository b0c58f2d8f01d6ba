import type {Cluster} from '../cluster.js'
import {existingTopics} from '../topics/select.js'
import type {TopicInfo} from '../types.js'

/** The topic as it is now. @throws KbookError `TOPIC_NOT_FOUND` with names like it, `NOT_AUTHORIZED` */
export async function writableTopic(cluster: Cluster, topic: string): Promise<TopicInfo> {
  const found = (await cluster.topics([topic])).get(topic)
  if (found && !found.error) return found
  const [existing] = await existingTopics(cluster, [topic])
  if (existing) return existing
  throw new Error(`no topic "${topic}" and no error either`)
}
