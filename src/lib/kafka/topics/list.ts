import {KbookError} from '../../errors.js'
import {nearest} from '../../output/nearest.js'
import type {Cluster} from '../cluster.js'
import type {BrokerFailure, TopicInfo} from '../types.js'
import {replicationFactor, topicCondition, type TopicCondition} from './condition.js'
import {selectTopics} from './select.js'
import type {StoredSizes} from './sizes.js'

export interface ListTopicsOptions {
  /** Names and `/patterns/`; every topic without them. */
  readonly words?: readonly string[]
  /** Also topics that Kafka keeps for itself. */
  readonly internal?: boolean
  /** Also what they take on disk: one more request a broker. */
  readonly size?: boolean
  /** Only topics that need somebody. */
  readonly problems?: boolean
  /** Settings to tell of each topic, such as `retention.ms`. */
  readonly configs?: readonly string[]
}

export interface ListedTopic extends TopicCondition {
  readonly name: string
  readonly id: string | undefined
  readonly internal: boolean
  readonly partitions: number
  /** Replicas of a partition. */
  readonly replicas: number
  /** Bytes of all replicas; undefined when it was not asked for, or no broker told. */
  readonly size?: bigint | undefined
  /** Values in force by name of the setting; null where the cluster tells none. */
  readonly config?: Readonly<Record<string, string | null>>
  /** Why the topic, or its settings, could not be read. */
  readonly error?: KbookError | undefined
}

export interface TopicList {
  readonly cluster: string
  /** Worst first: unreadable, without leader, under-replicated; then by name. */
  readonly topics: readonly ListedTopic[]
  /** Brokers that did not tell their sizes. */
  readonly failed: readonly BrokerFailure[]
}

/** Topics with what is wrong with them, in one request; sizes and settings cost more. */
export async function listTopics(cluster: Cluster, options: ListTopicsOptions = {}): Promise<TopicList> {
  const {words = [], configs = [], problems = false, internal = false} = options
  const selected = await selectTopics(cluster, words, {internal})
  const topics = problems ? selected.filter(hasProblems) : selected
  const [sizes, settings] = await Promise.all([
    options.size
      ? readSizes(cluster, topics, topics.length < selected.length || words.length > 0)
      : undefined,
    configs.length > 0 ? readSettings(cluster, topics, configs) : undefined,
  ])
  const rows = topics.map((topic): ListedTopic => {
    const described = settings?.get(topic.name)
    const size = sizes?.topics.get(topic.name)
    const error = topic.error ?? described?.error
    return {
      name: topic.name,
      id: topic.topicId,
      internal: topic.internal,
      partitions: topic.partitions.length,
      replicas: replicationFactor(topic),
      ...topicCondition(topic),
      ...(sizes && {size}),
      ...(described?.config && {config: described.config}),
      ...(error && {error}),
    }
  })
  return {cluster: cluster.name, topics: worstFirst(rows), failed: sizes?.failed ?? []}
}

const hasProblems = (topic: TopicInfo): boolean =>
  needsSomebody({...topicCondition(topic), ...(topic.error && {error: topic.error})})

/** True when something in it needs somebody. */
export const needsSomebody = ({
  leaderless,
  underReplicated,
  error,
}: TopicCondition & Pick<ListedTopic, 'error'>): boolean =>
  error !== undefined || leaderless > 0 || underReplicated > 0

const badness = ({leaderless, underReplicated, error}: ListedTopic): number =>
  error ? 3 : leaderless > 0 ? 2 : underReplicated > 0 ? 1 : 0

/** They come by name, and the sort keeps that. */
const worstFirst = (topics: readonly ListedTopic[]): ListedTopic[] =>
  topics.toSorted(
    (a, b) => badness(b) - badness(a) || b.leaderless - a.leaderless || b.underReplicated - a.underReplicated,
  )

async function readSizes(
  cluster: Cluster,
  topics: readonly TopicInfo[],
  some: boolean,
): Promise<StoredSizes> {
  const {storedSizes} = await import('./sizes.js')
  return storedSizes(cluster, some ? topics.flatMap(({partitions}) => partitions) : undefined)
}

interface Settings {
  readonly config?: Readonly<Record<string, string | null>>
  readonly error?: KbookError | undefined
}

async function readSettings(
  cluster: Cluster,
  topics: readonly TopicInfo[],
  names: readonly string[],
): Promise<ReadonlyMap<string, Settings>> {
  const {describeConfigs} = await import('../configs/describe.js')
  const resources = topics.filter(({error}) => !error).map(({name}) => ({type: 'topic' as const, name}))
  const described = await describeConfigs(cluster, resources, {names})
  const readable = described.find(({error}) => !error)
  const unknown = readable && names.find((name) => !readable.entries.some((entry) => entry.name === name))
  if (unknown !== undefined) {
    const [all] = await describeConfigs(cluster, [readable?.resource ?? {type: 'topic', name: ''}])
    throw unknownSetting(unknown, all?.entries.map(({name}) => name) ?? [])
  }
  return new Map(
    described.map(({resource, entries, error}) => [
      resource.name,
      error ? {error} : {config: Object.fromEntries(entries.map(({name, value}) => [name, value]))},
    ]),
  )
}

/** The error for a setting that topics do not have. */
export function unknownSetting(name: string, known: readonly string[]): KbookError {
  const like = nearest(name, known)
  return new KbookError('BAD_FLAG', `topics have no setting "${name}"`, {
    hint:
      like.length > 0
        ? `Did you mean ${like.join(' or ')}?`
        : 'kbook topic describe TOPIC --all-configs     lists every setting',
  })
}
