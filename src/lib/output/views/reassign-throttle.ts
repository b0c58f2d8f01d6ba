import type {ThrottlePlan} from '../../kafka/reassign/throttle-plan.js'
import {isThrottled, type Throttle} from '../../kafka/reassign/throttle.js'
import {byteSize, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth} from '../style.js'
import {alarm, blocks} from './broker-words.js'

/** Such as `throttle: 10 MiB/s on brokers 1, 2; topics orders`. */
export function throttleText({brokers, topics}: Throttle): string {
  const rates = new Map<string, number[]>()
  for (const {broker, receives, sends} of brokers) {
    const rate = rateText(sends, receives)
    rates.set(rate, [...(rates.get(rate) ?? []), broker])
  }
  const limits = [...rates].map(([rate, ids]) => `${rate} on broker ${ids.join(', ')}`)
  const named = topics.slice(0, 3).map((name) => printable(name))
  const more = topics.length > 3 ? ` and ${topics.length - 3} more` : ''
  return [
    `throttle: ${limits.length > 0 ? limits.join('; ') : 'no rate'}`,
    topics.length > 0 ? `topic ${named.join(', ')}${more}` : 'no topic',
  ].join(' · ')
}

function rateText(sends: bigint | undefined, receives: bigint | undefined): string {
  const text = (rate: bigint | undefined): string => (rate === undefined ? 'no limit' : `${byteSize(rate)}/s`)
  return sends === receives ? text(sends) : `${text(sends)} out, ${text(receives)} in`
}

/** The plan of `kbook topic reassign-throttle`. */
export function throttlePlanView(plan: ThrottlePlan, width = outputWidth()): string {
  const {before, brokers, cluster, moves, rate, topics} = plan
  const empty = brokers.length === 0 && topics.length === 0
  const facts = [
    rate === null ? 'off' : `${byteSize(rate)}/s`,
    ...(empty
      ? [rate === null ? 'there is none' : 'nothing is on the move']
      : [plural(brokers.length, 'broker'), plural(topics.length, 'topic')]),
  ]
  return blocks(
    headline('Throttle of replication', facts, cluster, {width, above: ''}),
    isThrottled(before) ? `   now: ${throttleText(before)}` : '',
    rate === null && !empty && moves.length > 0
      ? alarm(`${plural(moves.length, 'move')} under way will go on without a limit`)
      : '',
  )
}
