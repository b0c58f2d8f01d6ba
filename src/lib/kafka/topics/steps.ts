import {eachInTurn, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import type {Cluster} from '../cluster.js'
import {alterConfigs} from '../configs/alter.js'
import type {ConfigChange} from '../configs/types.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {createTopic, type CreatedTopic, type NewTopic} from './create-topic.js'

/** A setting of a topic that is to change, with what it is before and after. */
export interface SettingChange extends ConfigChange {
  /** In force now, whoever set it; undefined where it could not be read. */
  readonly from?: string | null | undefined
  /** True when the topic itself sets it now, so that a delete puts it back to the cluster's value. */
  readonly overridden: boolean
  /** In force after the change; undefined where only the cluster knows. */
  readonly to?: string | null | undefined
}

/** One request that changes a topic. */
export type TopicStep =
  | {
      readonly kind: 'create'
      readonly topic: string
      readonly as: NewTopic
      /** Undefined where the broker does not tell its defaults. */
      readonly becomes: Pick<CreatedTopic, 'partitions' | 'replicas'>
    }
  | {readonly kind: 'partitions'; readonly topic: string; readonly from: number; readonly to: number}
  | {readonly kind: 'settings'; readonly topic: string; readonly changes: readonly SettingChange[]}

/** Makes the steps one after another; each is a row of the outcome. */
export const applySteps = (
  cluster: Cluster,
  steps: readonly TopicStep[],
  control: ChangeControl,
): Promise<RowOutcome[]> =>
  eachInTurn(steps, control, stepSubject, async (step) => {
    await makeStep(cluster, step)
  })

/** Has the cluster say whether it would take the steps. @throws KbookError of the first that it would not */
export async function checkSteps(cluster: Cluster, steps: readonly TopicStep[]): Promise<void> {
  await Promise.all(steps.map((step) => makeStep(cluster, step, {validateOnly: true})))
}

/** `topic "orders": 4 partitions`, as outcomes name it. */
export function stepSubject(step: TopicStep): string {
  const {kind, topic} = step
  if (kind === 'create') return `topic "${topic}" created`
  if (kind === 'partitions') return `topic "${topic}": ${step.from} → ${step.to} partitions`
  return `topic "${topic}": ${step.changes.map(({name}) => name).join(', ')}`
}

/** One line on what several steps change, as the audit log and the list of what can be undone tell it. */
export function stepsSubject(steps: readonly TopicStep[]): string {
  const topics = [...new Set(steps.map(({topic}) => topic))]
  const [only] = topics
  const values = topics.length === 1
  const what = new Set(
    steps.flatMap((step) => {
      if (step.kind === 'create') return ['created']
      if (step.kind === 'partitions') return [values ? `${step.from} → ${step.to} partitions` : 'partitions']
      return step.changes.map(({name, from, to}) =>
        values ? `${name} ${from ?? '-'} → ${to ?? 'the default'}` : name,
      )
    }),
  )
  return `${only !== undefined && values ? `topic ${only}` : `topics ${topics.join(', ')}`}: ${[...what].join(', ')}`
}

async function makeStep(cluster: Cluster, step: TopicStep, options = {validateOnly: false}): Promise<void> {
  if (step.kind === 'create') await createTopic(cluster, step.as, options)
  else if (step.kind === 'partitions') await addPartitions(cluster, step.topic, step.to, options)
  else await alterConfigs(cluster, {type: 'topic', name: step.topic}, step.changes, options)
}

/** Gives a topic as many partitions. It can never have fewer. */
async function addPartitions(
  cluster: Cluster,
  topic: string,
  count: number,
  {validateOnly}: {readonly validateOnly: boolean},
): Promise<void> {
  const {results} = await cluster.toController('CreatePartitions', {
    topics: [{name: topic, count, assignments: null}],
    timeoutMs: cluster.requestTimeoutMs,
    validateOnly,
  })
  const [row] = results
  if (!row) throw UNANSWERED
  if (row.errorCode === ERROR_CODE.none) return
  const needs = {operation: 'Alter', type: 'topic', name: topic} as const
  throw kafkaError(row.errorCode, `topic "${topic}"`, row.errorMessage, needs)
}
