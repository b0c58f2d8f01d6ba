import {KbookError} from '../../../errors.js'
import type {PartitionInfo} from '../../types.js'
import {about, fine, share, trouble, unread} from '../finding.js'
import type {Finding, HealthFacts, HealthSnapshot} from '../types.js'
import {detail, nextTopic, partitionsOf, place} from './partition-words.js'

type Judged = Pick<HealthSnapshot, 'info' | 'topics' | 'minIsr'>

/** With fewer replicas in sync than `min.insync.replicas` acks=all is refused; just as many are one failure away from it. */
export function judgeMinIsr({info, topics, minIsr}: Judged): readonly Finding[] {
  return about('min-isr', 'replicas in sync', topics, (topicsNow) =>
    about('min-isr', 'min.insync.replicas', minIsr, (limits) => {
      const all = partitionsOf(topicsNow)
      const found = [...unreadLimits(limits), ...judge(all, limits, info.brokers.length)]
      return found.length > 0 ? found : [fine('min-isr', 'every partition is above its min.insync.replicas')]
    }),
  )
}

/** A broker asks for no more replicas than there are. */
const inForce = (told: number, {replicas}: PartitionInfo): number => Math.min(told, replicas.length)

const minWords = (told: number, one: PartitionInfo): string => {
  const limit = inForce(told, one)
  return limit === told ? `min ${told}` : `min ${limit}, set to ${told}`
}

function judge(all: readonly PartitionInfo[], limits: HealthFacts['minIsr'], brokers: number): Finding[] {
  const under: PartitionInfo[] = []
  const at: PartitionInfo[] = []
  const always: PartitionInfo[] = []
  for (const one of all) {
    const told = limits.get(one.topic)
    if (typeof told !== 'number') continue
    const limit = inForce(told, one)
    if (one.isr.length < limit) under.push(one)
    else if (one.isr.length > limit) continue
    else if (one.replicas.length > limit) at.push(one)
    // With a single broker there is nothing that anybody could do about it.
    else if (brokers > 1) always.push(one)
  }
  const evidence = (of: readonly PartitionInfo[]): {subject: string; detail: string}[] =>
    of.map((one) => ({
      subject: place(one),
      detail: `${detail(one)} · ${minWords(Number(limits.get(one.topic)), one)}`,
    }))
  return [
    ...(under.length > 0
      ? [
          trouble({
            check: 'min-isr',
            level: 'critical',
            title: `${share(under.length, all.length, 'partition')} below min.insync.replicas`,
            meaning:
              'Producers with acks=all are refused (NOT_ENOUGH_REPLICAS) until more replicas catch up.',
            evidence: evidence(under),
            next: ['kbook broker list', ...nextTopic(under[0])],
          }),
        ]
      : []),
    ...(at.length > 0
      ? [
          trouble({
            check: 'min-isr',
            level: 'warning',
            title: `${share(at.length, all.length, 'partition')} at min.insync.replicas`,
            meaning: 'One more replica that fails stops producers with acks=all.',
            evidence: evidence(at),
            next: ['kbook broker list', ...nextTopic(at[0])],
          }),
        ]
      : []),
    ...(always.length > 0
      ? [
          trouble({
            check: 'min-isr',
            level: 'info',
            title: `${share(always.length, all.length, 'partition')} with no replica to spare`,
            meaning:
              'No more replicas than min.insync.replicas: the restart of any of their brokers stops acks=all.',
            evidence: evidence(always),
            next: nextTopic(always[0]),
          }),
        ]
      : []),
  ]
}

function unreadLimits(limits: HealthFacts['minIsr']): Finding[] {
  const errors = [...limits.values()].filter((limit) => limit instanceof KbookError)
  const [first] = errors
  return first
    ? [unread('min-isr', `min.insync.replicas of ${share(errors.length, limits.size, 'topic')}`, first)]
    : []
}
