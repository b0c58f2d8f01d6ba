import {count} from '../../../output/format.js'
import {about, fine, share, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'
import {detail, nextTopic, partitionsOf, place} from './partition-words.js'

/** No leader, or one that is not alive: neither written nor read. */
export function judgePartitions({info, topics}: Pick<HealthSnapshot, 'info' | 'topics'>): readonly Finding[] {
  const alive = new Set(info.brokers.map(({id}) => id))
  return about('partitions', 'partitions', topics, (topicsNow) => {
    const all = partitionsOf(topicsNow)
    const offline = all.filter(({leader}) => leader === undefined || !alive.has(leader))
    if (offline.length === 0)
      return [fine('partitions', `every partition has a leader (${count(all.length)})`)]
    return [
      trouble({
        check: 'partitions',
        level: 'critical',
        title: `${share(offline.length, all.length, 'partition')} have no leader`,
        meaning:
          'They are neither written nor read. Bring back a broker that was in sync; an unclean election loses messages.',
        evidence: offline.map((one) => ({subject: place(one), detail: detail(one)})),
        next: ['kbook broker list', ...nextTopic(offline[0])],
      }),
    ]
  })
}
