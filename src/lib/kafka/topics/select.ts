import {KbookError} from '../../errors.js'
import {nearest} from '../../output/nearest.js'
import type {Cluster} from '../cluster.js'
import {meansTopic, topicWord, type TopicWord} from '../lag/selection.js'
import type {PartitionInfo, TopicInfo} from '../types.js'

export interface SelectOptions {
  /** Patterns, and no words at all, also mean topics that Kafka keeps for itself. Named ones always count. */
  readonly internal?: boolean
}

/**
 * Topics by name and `/pattern/` (partitions after a colon are left aside), all of them without words, by name. A
 * named one that cannot be described carries its error.
 *
 * @throws KbookError `TOPIC_NOT_FOUND` when there is none at all of those that were asked for, with names like them.
 */
export async function selectTopics(
  cluster: Cluster,
  words: readonly string[],
  {internal = false}: SelectOptions = {},
): Promise<TopicInfo[]> {
  const parts = words.map(topicWord)
  const names = namesOf(parts)
  const named = names.length > 0 ? await cluster.topics(names) : new Map<string, TopicInfo>()
  const found = new Map(named)
  if (words.length === 0 || names.length < parts.length) {
    const patterns = parts.filter(({matches}) => typeof matches !== 'string')
    for (const [name, topic] of await cluster.topics()) {
      const meant = words.length === 0 || patterns.some((part) => meansTopic(part, name))
      if (meant && (internal || !topic.internal)) found.set(name, topic)
    }
  }
  const topics = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  if (words.length > 0 && topics.every(({error}) => error?.code === 'TOPIC_NOT_FOUND')) {
    throw await noSuchTopic(cluster, parts)
  }
  const [only] = topics
  if (only?.error && topics.length === 1) throw only.error
  return topics
}

/** The same where each of them must be there: for changes. @throws KbookError also when one is missing. */
export async function existingTopics(
  cluster: Cluster,
  words: readonly string[],
  options: SelectOptions = {},
): Promise<TopicInfo[]> {
  if (words.length === 0) {
    throw new KbookError('BAD_FLAG', 'no topic given', {
      hint: 'Name one topic or more, or a regular expression between slashes: /^orders/',
    })
  }
  const topics = await selectTopics(cluster, words, options)
  const missing = topics.find(({error}) => error)
  if (!missing?.error) return topics
  throw missing.error.code === 'TOPIC_NOT_FOUND'
    ? await noSuchTopic(cluster, [{matches: missing.name, partitions: undefined}])
    : missing.error
}

/**
 * Partitions of `orders`, `orders:0,1` and `/pattern/`, by topic and number.
 *
 * @throws KbookError `TOPIC_NOT_FOUND`, and `NOT_FOUND` for a number that a named topic does not have.
 */
export async function selectPartitions(
  cluster: Cluster,
  words: readonly string[],
  options: SelectOptions = {},
): Promise<PartitionInfo[]> {
  const topics = await existingTopics(cluster, words, options)
  const parts = words.map(topicWord)
  return topics.flatMap(({name, partitions}) => {
    const mine = parts.filter((part) => meansTopic(part, name))
    for (const {matches, partitions: numbers = []} of mine) {
      const missing = [...numbers].find((number) => number >= partitions.length)
      if (missing === undefined || typeof matches !== 'string') continue
      throw new KbookError('NOT_FOUND', `topic "${name}" has no partition ${missing}`, {
        hint: `It has ${partitions.length}, counted from 0: kbook topic describe ${name}`,
      })
    }
    return partitions.filter(({partition}) =>
      mine.some(({partitions: numbers}) => numbers?.has(partition) ?? true),
    )
  })
}

/** The error for topics that do not exist, with those that look like them. */
async function noSuchTopic(cluster: Cluster, parts: readonly TopicWord[]): Promise<KbookError> {
  const known = [...(await cluster.topics()).keys()]
  const names = namesOf(parts)
  const like = [...new Set(names.flatMap((name) => nearest(name, known)))]
  const subject =
    names.length === 0
      ? `no topic matches ${parts.map(({matches}) => String(matches).replace(/u$/, '')).join(' or ')}`
      : names.length === 1
        ? `topic "${names[0] ?? ''}" does not exist`
        : `none of these topics exists: ${names.join(', ')}`
  return new KbookError('TOPIC_NOT_FOUND', `${subject} on ${cluster.name}`, {
    hint: [
      ...(like.length > 0 ? [`Topics that look like it: ${like.join(', ')}`] : []),
      'A user who may not describe a topic gets the same answer.',
      'kbook topic list     lists every topic',
    ],
    details: {topics: names, similar: like},
  })
}

const namesOf = (parts: readonly TopicWord[]): string[] => [
  ...new Set(parts.flatMap(({matches}) => (typeof matches === 'string' ? [matches] : []))),
]
