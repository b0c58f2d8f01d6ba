import {plural} from '../../../output/format.js'
import {about, fine, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'
import {partitionsOf, place} from './partition-words.js'

/** leader.imbalance.per.broker.percentage as Kafka has it by default: from there on it mends it by itself. */
const IMBALANCE_PERCENT = 10

/** Partitions that another replica leads than the preferred one, although that one could. */
export function judgeLeaders({topics}: Pick<HealthSnapshot, 'topics'>): readonly Finding[] {
  return about('leaders', 'leaders', topics, (topicsNow) => {
    const all = partitionsOf(topicsNow)
    const preferred = new Map<number, {of: number; elsewhere: number}>()
    const elsewhere = all.filter(({leader, replicas, isr}) => {
      const [first] = replicas
      if (first === undefined) return false
      const tally = preferred.get(first) ?? {of: 0, elsewhere: 0}
      const away = leader !== undefined && leader !== first && isr.includes(first)
      preferred.set(first, {of: tally.of + 1, elsewhere: tally.elsewhere + (away ? 1 : 0)})
      return away
    })
    if (elsewhere.length === 0) return [fine('leaders', 'every partition is led by its preferred replica')]
    const uneven = [...preferred.values()].some((one) => (one.elsewhere * 100) / one.of > IMBALANCE_PERCENT)
    return [
      trouble({
        check: 'leaders',
        level: uneven ? 'warning' : 'info',
        title: `${plural(elsewhere.length, 'partition')} led by another replica than the preferred one`,
        meaning: 'Load lies on fewer brokers than it should, as after a restart. An election puts it back.',
        evidence: elsewhere.map((one) => ({
          subject: place(one),
          detail: `leader ${one.leader ?? 'none'}, preferred ${one.replicas[0] ?? 'none'}`,
        })),
        next: ['kbook topic elect-leaders --all'],
      }),
    ]
  })
}
