import type {CanaryPlan} from '../../kafka/canary/types.js'
import {count, plural} from '../format.js'

/** What a canary will do. */
export function canaryView({topic, create, targets, rounds}: CanaryPlan): string {
  const partitions = create?.assignment?.length ?? 0
  return [
    `Canary: ${plural(targets.length * rounds, 'record')} of 32 bytes, ${count(rounds)} through each broker`,
    ...(create
      ? [`   makes topic ${topic} with ${plural(partitions, 'partition')}; it stays for the next time`]
      : [`   writes to topic ${topic}, which is there`]),
  ].join('\n')
}
