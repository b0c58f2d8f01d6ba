import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaErrorName} from '../error-map.js'
import {sleep} from '../retry.js'
import {createTopic, type NewTopic} from './create-topic.js'
import {
  byMessage,
  newTopicWarnings,
  requireBrokers,
  requireTopicName,
  type TopicWarning,
} from './new-topic-checks.js'
import type {TopicStep} from './steps.js'

export interface CreateRequest extends Omit<NewTopic, 'name'> {
  readonly names: readonly string[]
  /** Leave topics that exist as they are, instead of refusing. */
  readonly ifNotExists?: boolean
}

export interface CreatePlan {
  readonly cluster: string
  /** Those that will be made. */
  readonly topics: readonly string[]
  /** Asked for with `ifNotExists`, and there already. */
  readonly existing: readonly string[]
  readonly warnings: readonly TopicWarning[]
  readonly steps: readonly TopicStep[]
}

/**
 * What making topics will come to, checked by the cluster itself.
 *
 * @throws KbookError `BAD_INPUT` for bad names, too many replicas, topics that exist; what else the cluster refuses
 */
export const planCreate = (cluster: Cluster, request: CreateRequest): Promise<CreatePlan> =>
  request.ifNotExists === true ? onceKnown(() => planNow(cluster, request)) : planNow(cluster, request)

async function planNow(cluster: Cluster, request: CreateRequest): Promise<CreatePlan> {
  const {names, ifNotExists = false, ...shape} = request
  const wanted = [...new Set(names)]
  wanted.forEach(requireTopicName)
  const [{brokers}, known] = await Promise.all([cluster.info(), cluster.topics()])
  const existing = wanted.filter((name) => known.has(name))
  const [exists] = existing
  if (exists !== undefined && !ifNotExists) {
    throw new KbookError('BAD_INPUT', `topic "${exists}" exists already`, {
      hint: [`kbook topic describe ${exists}`, '--if-not-exists leaves it as it is and makes the others.'],
    })
  }
  const topics = wanted.filter((name) => !known.has(name)).map((name): NewTopic => ({...shape, name}))
  const scene = {brokers: brokers.map(({id}) => id), known: [...known.keys(), ...wanted]}
  const planned = await Promise.all(topics.map((topic) => planNewTopic(cluster, topic, scene)))
  return {
    cluster: cluster.name,
    existing,
    topics: topics.map(({name}) => name),
    warnings: byMessage(planned.flatMap(({warnings}) => warnings)),
    steps: planned.map(({step}) => step),
  }
}

/** The step that makes a topic, checked by the cluster, and what its owner should know of it. */
export async function planNewTopic(
  cluster: Cluster,
  topic: NewTopic,
  {brokers, known}: {readonly brokers: readonly number[]; readonly known: readonly string[]},
): Promise<{step: TopicStep; warnings: readonly TopicWarning[]}> {
  requireBrokers(topic, brokers)
  const created = await createTopic(cluster, topic, {validateOnly: true})
  const {name, assignment} = topic
  const partitions = created.partitions ?? assignment?.length ?? topic.partitions
  const replicas = created.replicas ?? assignment?.[0]?.length ?? topic.replicas
  return {
    step: {kind: 'create', topic: name, as: topic, becomes: {partitions, replicas}},
    warnings: newTopicWarnings(topic, {replicas, configs: created.configs}, {brokers: brokers.length, known}),
  }
}

const SETTLING_MS = 2000
const PAUSE_MS = 50

/** Plans again while the controller has a topic that the broker that was asked has not heard of yet. */
export async function onceKnown<T>(plan: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + SETTLING_MS
  for (;;) {
    try {
      return await plan()
    } catch (error) {
      const unheard = error instanceof KbookError && kafkaErrorName(error) === 'TOPIC_ALREADY_EXISTS'
      if (!unheard || Date.now() > deadline) throw error
      await sleep(PAUSE_MS)
    }
  }
}
