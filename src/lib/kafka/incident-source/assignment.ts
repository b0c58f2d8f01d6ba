import {planStarts, type PlannedStart, type StartRules} from '../../consumer/engine/positions.js'
import type {HistoryStore} from '../../consumer/history/store.js'
import type {Gate} from '../../consumer/source/gate.js'
import type {SourceHandler} from '../../consumer/source/source.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {TopicPartition} from '../types.js'
import {keyOf, partitionFacts} from './facts.js'
import {ReadPartition} from './partition.js'
import type {Troubles} from './troubles.js'

const RETRY_MS = 1000

export interface AssignmentOptions {
  readonly cluster: Cluster
  readonly group: string
  readonly rules: StartRules
  readonly history: Pick<HistoryStore, 'positions' | 'reposition'>
  /** Ends with what is there now. */
  readonly once: boolean
  readonly handler: SourceHandler
  readonly gate: Gate
  readonly troubles: Troubles
  readonly onTrouble: (error: KbookError) => void
  /** Partitions whose reading begins, in one or more parts. */
  readonly onStarts: (partitions: readonly ReadPartition[], starts: readonly PlannedStart[]) => void
}

/**
 * Finds out where assigned partitions are to be read from and begins with them. One that cannot be asked about
 * now, such as one without a leader, keeps no other waiting: it follows when it can.
 */
export async function takeOver(
  partitions: readonly TopicPartition[],
  options: AssignmentOptions,
): Promise<void> {
  const {cluster, group, rules, history, gate, troubles} = options
  let open = partitions
  do {
    try {
      const stored = await history.positions()
      const {known, failed} = await partitionFacts(cluster, {group, partitions: open, stored, rules})
      for (const {error, ...partition} of failed) troubles.add(partition, error)
      if (gate.stopped) return
      const {starts} = planStarts(known, rules)
      const ends = new Map(known.map((facts) => [keyOf(facts), facts.end]))
      if (starts.length > 0 || open.length === 0) await begin(starts, ends, options)
      open = failed
    } catch (error) {
      if (!(error instanceof KbookError)) throw error
      if (error.code === 'STORAGE_FAILED') throw error
      options.onTrouble(error)
    }
  } while (open.length > 0 && (await gate.sleep(RETRY_MS)))
}

async function begin(
  starts: readonly PlannedStart[],
  ends: ReadonlyMap<string, bigint>,
  {history, handler, once, onStarts}: AssignmentOptions,
): Promise<void> {
  // Durable before anything is read: a group that begins at the end must not begin there again after a crash.
  await history.reposition(
    starts.map(({topic, topicId, partition, offset}) => ({topic, topicId, partition, next: offset})),
  )
  for (const {topic, partition, lost} of starts) if (lost) handler.lost({topic, partition, ...lost})
  await handler.assigned(starts)
  onStarts(
    starts.map((start) => new ReadPartition(start, once ? ends.get(keyOf(start)) : undefined)),
    starts,
  )
}
