import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import type {CreateTopicsResponseCreatableTopicResult as Row} from '../protocol/apis/create-topics.js'
import {ERROR_CODE, errorName} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'

export interface NewTopic {
  readonly name: string
  /** The cluster's own default where it is left out. */
  readonly partitions?: number | undefined
  /** Replicas of each partition; the cluster's own default where it is left out. */
  readonly replicas?: number | undefined
  /** Broker ids of each partition's replicas, the preferred leader first, instead of the two numbers. */
  readonly assignment?: readonly (readonly number[])[] | undefined
  readonly configs: Readonly<Record<string, string>>
}

/** What the cluster makes of it. */
export interface CreatedTopic {
  /** The number asked for, or the default; undefined where the broker does not tell (before Kafka 2.4). */
  readonly partitions: number | undefined
  readonly replicas: number | undefined
  /** Every setting as it is then; empty where the broker does not tell, or this user may not know. */
  readonly configs: ReadonlyMap<string, string | null>
}

/** From here on the cluster's own defaults can be asked for (Kafka 2.4). */
const DEFAULTS_VERSION = 4
const VALIDATING_VERSION = 1

/**
 * Makes a topic, or only has the cluster say whether it would.
 *
 * @throws KbookError `BAD_INPUT` also when it exists already (`TOPIC_ALREADY_EXISTS` by `kafkaErrorName`)
 */
export async function createTopic(
  cluster: Cluster,
  topic: NewTopic,
  {validateOnly = false}: {readonly validateOnly?: boolean} = {},
): Promise<CreatedTopic> {
  const {name, partitions, replicas, assignment = [], configs} = topic
  const given = assignment.length > 0
  const usesDefaults = !given && (partitions === undefined || replicas === undefined)
  const row = {
    name,
    numPartitions: given ? -1 : (partitions ?? -1),
    replicationFactor: given ? -1 : (replicas ?? -1),
    assignments: assignment.map((brokerIds, partitionIndex) => ({partitionIndex, brokerIds})),
    configs: Object.entries(configs).map(([setting, value]) => ({name: setting, value})),
  }
  const {topics} = await cluster.toController(
    'CreateTopics',
    {topics: [row], timeoutMs: cluster.requestTimeoutMs, ...(validateOnly && {validateOnly})},
    {minVersion: usesDefaults ? DEFAULTS_VERSION : VALIDATING_VERSION, maxVersion: 7},
  )
  const [answer] = topics
  if (!answer) throw UNANSWERED
  if (answer.errorCode === ERROR_CODE.none) return createdTopic(answer)
  const [, others] = /collides with existing topics?: (.+)/.exec(answer.errorMessage ?? '') ?? []
  if (others !== undefined) throw collision(answer.errorCode, name, others)
  const needs = {operation: 'Create', type: 'topic', name} as const
  throw kafkaError(answer.errorCode, `topic "${name}"`, answer.errorMessage, needs)
}

const collision = (code: number, name: string, others: string): KbookError =>
  new KbookError('BAD_INPUT', `topic "${name}" collides with ${others}: they differ in "." and "_" only`, {
    hint: 'Their metrics would have the same name. Choose another name.',
    details: {kafka: errorName(code), code},
  })

const createdTopic = ({numPartitions, replicationFactor, configs}: Row): CreatedTopic => ({
  partitions: numPartitions > 0 ? numPartitions : undefined,
  replicas: replicationFactor > 0 ? replicationFactor : undefined,
  configs: new Map((configs ?? []).map(({name, value}) => [name, value])),
})
