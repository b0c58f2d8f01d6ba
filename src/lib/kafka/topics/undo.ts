import {findUndo, mustBeOf, undoData} from '../../change/undo-store.js'
import type {Cluster} from '../cluster.js'
import type {ConfigChange} from '../configs/types.js'
import {byMessage, type TopicWarning} from './new-topic-checks.js'
import {settingWarnings} from './setting-warnings.js'
import {inverseChanges, readSettings, settingChanges} from './settings.js'
import {checkSteps, type TopicStep} from './steps.js'

/** What an undo of kind `topic` keeps: the changes that put settings back. */
export interface TopicUndo {
  readonly topics: readonly {
    readonly topic: string
    readonly changes: readonly ConfigChange[]
    /** What the change made of them, to see whether somebody changed them since. */
    readonly made: Readonly<Record<string, string | null>>
  }[]
}

/** What puts the settings of steps back; undefined when they change none. Nothing else can be taken back. */
export function topicUndo(steps: readonly TopicStep[]): TopicUndo | undefined {
  const topics = steps.flatMap((step) =>
    step.kind === 'settings'
      ? [
          {
            topic: step.topic,
            changes: inverseChanges(step.changes),
            made: Object.fromEntries(step.changes.map(({name, to}) => [name, to ?? null])),
          },
        ]
      : [],
  )
  return topics.length > 0 ? {topics} : undefined
}

export interface TopicUndoPlan {
  readonly cluster: string
  /** Of the change that is undone. */
  readonly undoes: string
  readonly subject: string
  readonly steps: readonly TopicStep[]
  /** Settings that somebody changed since: `topic setting`. They are put back all the same. */
  readonly changedSince: readonly string[]
  readonly warnings: readonly TopicWarning[]
}

/**
 * What putting back the settings that a change replaced comes to.
 *
 * @throws KbookError `NOT_FOUND` when there is no such change, `REFUSED` when it was made on another cluster
 */
export async function planTopicUndo(cluster: Cluster, id: string): Promise<TopicUndoPlan> {
  const entry = await findUndo('topic', id)
  mustBeOf(entry, (await cluster.info()).clusterId)
  const {topics} = undoData(entry) as TopicUndo
  const settings = await readSettings(
    cluster,
    topics.map(({topic}) => topic),
  )
  const steps: TopicStep[] = []
  const changedSince: string[] = []
  const warnings: TopicWarning[] = []
  for (const {topic, changes, made} of topics) {
    const entries = settings.get(topic) ?? new Map<string, never>()
    const wanted = settingChanges(changes, entries)
    warnings.push(...settingWarnings(topic, wanted, entries))
    if (wanted.length > 0) steps.push({kind: 'settings', topic, changes: wanted})
    const others = wanted.filter(({name, from}) => made[name] !== null && made[name] !== from)
    changedSince.push(...others.map(({name}) => `${topic} ${name}`))
  }
  await checkSteps(cluster, steps)
  return {
    ...{cluster: cluster.name, undoes: entry.id, subject: entry.subject, steps, changedSince},
    warnings: byMessage(warnings),
  }
}
