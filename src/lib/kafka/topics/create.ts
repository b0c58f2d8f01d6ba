import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {createTopic, type NewTopic} from './create-topic.js'
import {newTopicWarnings, requireBrokers, requireTopicName} from './new-topic-checks.js'
import type {TopicStep} from './steps.js'

export interface CreateRequest extends Omit<NewTopic, 'name'> {
  readonly names: readonly string[]
  /** Leave topics that exist as they are, instead of refusing. */
  readonly ifNotExists?: boolean
}

/** A topic as it will be. */
export interface PlannedTopic {
  readonly name: string
  /** Undefined where the broker does not tell its defaults. */
  readonly partitions: number | undefined
  readonly replicas: number | undefined
  readonly assignment?: readonly (readonly number[])[]
  /** Settings of the topic itself. */
  readonly config: Readonly<Record<string, string>>
}

export interface CreatePlan {
  readonly cluster: string
  readonly topics: readonly PlannedTopic[]
  /** Asked for with `ifNotExists`, and there already. */
  readonly existing: readonly string[]
  readonly warnings: readonly string[]
  readonly steps: readonly TopicStep[]
}

/**
 * What making topics will come to, checked by the cluster itself.
 *
 * @throws KbookError `BAD_INPUT` for bad names, too many replicas, topics that exist; what else the cluster refuses
 */
export async function planCreate(cluster: Cluster, request: CreateRequest): Promise<CreatePlan> {
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
  const ids = brokers.map(({id}) => id)
  for (const topic of topics) requireBrokers(topic, ids)
  const checked = await Promise.all(topics.map((topic) => createTopic(cluster, topic, {validateOnly: true})))
  const others = [...known.keys(), ...wanted]
  return {
    cluster: cluster.name,
    existing,
    topics: topics.map((topic, index) => plannedTopic(topic, checked[index])),
    warnings: checked.flatMap((created, index) =>
      newTopicWarnings({name: topics[index]?.name ?? ''}, created, {brokers: brokers.length, known: others}),
    ),
    steps: topics.map((as) => ({kind: 'create', topic: as.name, as})),
  }
}

type Checked = Awaited<ReturnType<typeof createTopic>> | undefined

const plannedTopic = (
  {name, partitions, replicas, assignment, configs}: NewTopic,
  checked: Checked,
): PlannedTopic => ({
  name,
  partitions: checked?.partitions ?? assignment?.length ?? partitions,
  replicas: checked?.replicas ?? assignment?.[0]?.length ?? replicas,
  ...(assignment && {assignment}),
  config: configs,
})
