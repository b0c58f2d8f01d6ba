import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {ConfigChange} from '../configs/types.js'
import type {TopicInfo} from '../types.js'
import {existingTopics} from './select.js'
import {replicationFactor} from './condition.js'
import {byMessage, type TopicWarning} from './new-topic-checks.js'
import {settingWarnings} from './setting-warnings.js'
import {readSettings, settingChanges} from './settings.js'
import {checkSteps, type TopicStep} from './steps.js'

export interface AlterRequest {
  /** Names and `/patterns/`. */
  readonly words: readonly string[]
  readonly changes: readonly ConfigChange[]
  /** Partitions to have in the end. */
  readonly partitions?: number | undefined
  /** Also topics that Kafka keeps for itself. */
  readonly allowInternal?: boolean
}

export interface AlterPlan {
  readonly cluster: string
  /** Topics that are meant. */
  readonly topics: readonly string[]
  readonly steps: readonly TopicStep[]
  /** Topics of which nothing has to change. */
  readonly unchanged: readonly string[]
  /** Those that get partitions and are compacted: old keys stay where they are. */
  readonly compacted: readonly string[]
  readonly warnings: readonly TopicWarning[]
}

/**
 * What altering topics will come to, checked by the cluster itself.
 *
 * @throws KbookError `TOPIC_NOT_FOUND`; `BAD_FLAG` for unknown settings; `BAD_INPUT` for fewer partitions than
 * there are; `REFUSED` for internal topics; what else the cluster refuses
 */
export async function planAlter(cluster: Cluster, request: AlterRequest): Promise<AlterPlan> {
  const {words, changes, partitions, allowInternal = false} = request
  const topics = await existingTopics(cluster, words, {internal: allowInternal})
  requireOwn(topics, allowInternal)
  const names = topics.map(({name}) => name)
  const settings = await readSettings(cluster, names)
  const warnings: TopicWarning[] = []
  const steps = topics.flatMap((topic): TopicStep[] => {
    const entries = settings.get(topic.name) ?? new Map<string, never>()
    const changed = settingChanges(changes, entries)
    warnings.push(...settingWarnings(topic.name, changed, entries, replicationFactor(topic)))
    return [
      ...(changed.length > 0 ? [{kind: 'settings', topic: topic.name, changes: changed} as const] : []),
      ...growth(topic, partitions),
    ]
  })
  await checkSteps(cluster, steps)
  const touched = new Set(steps.map(({topic}) => topic))
  const policy = (name: string): string => settings.get(name)?.get('cleanup.policy')?.value ?? ''
  const growing = steps.filter(({kind}) => kind === 'partitions').map(({topic}) => topic)
  return {
    cluster: cluster.name,
    topics: names,
    steps,
    unchanged: names.filter((name) => !touched.has(name)),
    compacted: growing.filter((name) => policy(name).includes('compact')),
    warnings: byMessage(warnings),
  }
}

/** Refuses topics that Kafka keeps for itself. @throws KbookError `REFUSED` */
export function requireOwn(topics: readonly TopicInfo[], allowInternal: boolean): void {
  const internal = topics.find((topic) => topic.internal)
  if (!internal || allowInternal) return
  throw new KbookError('REFUSED', `topic "${internal.name}" is internal: the cluster itself lives on it`, {
    hint: '--allow-internal goes on all the same.',
  })
}

function growth({name, partitions}: TopicInfo, wanted: number | undefined): TopicStep[] {
  const from = partitions.length
  if (wanted === undefined || wanted === from) return []
  if (wanted > from) return [{kind: 'partitions', topic: name, from, to: wanted}]
  throw new KbookError('BAD_INPUT', `topic "${name}" has ${from} partitions: Kafka never takes any away`, {
    hint: 'Make a new topic with fewer, and move its producers and consumers there.',
  })
}
