import {count, duration, plural} from '../../../output/format.js'
import type {CanaryBroker, CanaryResult} from '../../canary/types.js'
import {fine, trouble} from '../finding.js'
import type {Evidence, Finding} from '../types.js'

/** More than one record in ten that takes longer than that to be safe or to be read; a single one may be chance. */
const SLOW_MS = 1000

/** How the brokers took records and gave them back. */
export function judgeCanary({topic, brokers, untried}: CanaryResult): readonly Finding[] {
  const broken = brokers.filter(({error, lost}) => error || lost > 0)
  const slow = brokers.filter((one) => !broken.includes(one) && nearlyAll(one) > SLOW_MS)
  const found = [
    ...(broken.length > 0 ? [failing(broken, brokers.length)] : []),
    ...(slow.length > 0 ? [slowly(slow)] : []),
    ...(untried.length > 0 ? [leadsNothing(untried, topic)] : []),
  ]
  const records = brokers.reduce((sum, {read}) => sum + read.length, 0)
  const times = timesOf(
    brokers.flatMap(({produced}) => produced),
    brokers.flatMap(({read}) => read),
  )
  if (found.length > 0) return found
  const well = fine(
    'canary',
    `${plural(records, 'record')} through ${plural(brokers.length, 'broker')}: ${times}`,
  )
  return [{...well, evidence: brokers.map(evidence), count: brokers.length}]
}

/** Of sorted or unsorted times; 0 of none. */
function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}

const nearlyAll = ({produced, read}: CanaryBroker): number =>
  Math.max(percentile(produced, 90), percentile(read, 90))

const both = (times: readonly number[]): string =>
  `p50 ${duration(percentile(times, 50))}, p99 ${duration(percentile(times, 99))}`

const timesOf = (produced: readonly number[], read: readonly number[]): string =>
  `written ${both(produced)} · read ${both(read)}`

const evidence = (one: CanaryBroker): Evidence => ({
  subject: `broker ${one.broker}`,
  detail: [
    ...(one.error ? [one.error.line] : []),
    ...(one.lost > 0 ? [`${count(one.lost)} of ${count(one.produced.length)} did not come back`] : []),
    ...(one.read.length > 0 ? [timesOf(one.produced, one.read)] : []),
  ].join(' · '),
})

const failing = (broken: readonly CanaryBroker[], of: number): Finding =>
  trouble({
    check: 'canary',
    level: 'critical',
    title: `${broken.length} of ${plural(of, 'broker')} did not take records and give them back`,
    meaning: 'Producers and consumers of the partitions that it leads fare alike.',
    evidence: broken.map(evidence),
    next: ['kbook cluster ping', 'kbook broker list'],
  })

const slowly = (slow: readonly CanaryBroker[]): Finding =>
  trouble({
    check: 'canary',
    level: 'warning',
    title: `${plural(slow.length, 'broker')} slower than ${duration(SLOW_MS)} for a record`,
    meaning: 'Slow disks, slow followers, or more requests than it can serve.',
    evidence: slow.map(evidence),
    next: ['kbook broker list'],
  })

const leadsNothing = (untried: readonly number[], topic: string): Finding =>
  trouble({
    check: 'canary',
    level: 'unknown',
    title: `${plural(untried.length, 'broker')} could not be tried: ${untried.join(', ')}`,
    meaning: `It leads no partition of ${topic}. Put leaders back, or delete the topic: it is made anew.`,
    next: [`kbook topic elect-leaders ${topic}`, `kbook topic delete ${topic}`],
  })
