import type {Cluster} from '../cluster.js'
import {attempt} from './attempt.js'

const TOPIC = 2
const KEY = 'cleanup.policy'

/** Whether each topic is compacted; a topic whose configuration may not be read is left out. */
export async function compactedTopics(
  cluster: Cluster,
  topics: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  if (topics.length === 0) return new Map()
  const resources = topics.map((resourceName) => ({
    resourceType: TOPIC,
    resourceName,
    configurationKeys: [KEY],
  }))
  const answer = await attempt(() => cluster.toAny('DescribeConfigs', {resources}))
  if ('error' in answer) return new Map()
  return new Map(
    answer.value.results.flatMap(({resourceName, configs}) => {
      const policy = configs.find(({name}) => name === KEY)?.value
      return policy == null ? [] : [[resourceName, policy.includes('compact')] as const]
    }),
  )
}
