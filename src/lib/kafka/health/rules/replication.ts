import {partitionKey} from '../../lag/partition-key.js'
import {about, fine, share, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'
import {detail, nextTopic, partitionsOf, place} from './partition-words.js'

type Judged = Pick<HealthSnapshot, 'topics' | 'reassignments'>

/** Replicas that are not in sync; those that a reassignment is only just filling do not count. */
export function judgeReplication({topics, reassignments}: Judged): readonly Finding[] {
  return about('replication', 'replicas in sync', topics, (topicsNow) => {
    const moves = 'value' in reassignments ? reassignments.value : []
    const adding = new Map(moves.map((move) => [partitionKey(move), new Set(move.adding)]))
    const all = partitionsOf(topicsNow)
    const behind = all.filter((one) => {
      const expected = one.replicas.filter((id) => !adding.get(partitionKey(one))?.has(id))
      return expected.some((id) => !one.isr.includes(id))
    })
    const found = [...(behind.length > 0 ? [underReplicated(behind, all.length, reassignments)] : [])]
    if (moves.length > 0) found.push(moving(moves))
    return behind.length > 0 ? found : [fine('replication', 'every replica is in sync'), ...found]
  })
}

const underReplicated = (
  behind: ReturnType<typeof partitionsOf>,
  of: number,
  reassignments: Judged['reassignments'],
): Finding =>
  trouble({
    check: 'replication',
    level: 'warning',
    title: `${share(behind.length, of, 'partition')} under-replicated`,
    meaning:
      'Replicas are away or too slow: their broker, its disk or its network.' +
      ('error' in reassignments ? ' Moves under way are not known here: some may just be copying.' : ''),
    evidence: behind.map((one) => ({subject: place(one), detail: detail(one)})),
    next: ['kbook broker list', ...nextTopic(behind[0])],
  })

const moving = (
  moves: readonly {
    topic: string
    partition: number
    adding: readonly number[]
    removing: readonly number[]
  }[],
): Finding =>
  trouble({
    check: 'replication',
    level: 'info',
    title: `${moves.length} partition${moves.length === 1 ? ' is' : 's are'} being moved`,
    meaning: 'A reassignment is under way; what it copies is no fault.',
    evidence: moves.map(({topic, partition, adding, removing}) => ({
      subject: `${topic}-${partition}`,
      detail: `adding ${adding.join(', ') || 'none'} · removing ${removing.join(', ') || 'none'}`,
    })),
    next: ['kbook topic reassign-status'],
  })
