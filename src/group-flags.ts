import * as Flags from '@oclif/core/flags'
import {KbookError} from './lib/errors.js'
import type {GroupState} from './lib/kafka/types.js'

const STATES: readonly GroupState[] = [
  'Stable',
  'Empty',
  'PreparingRebalance',
  'CompletingRebalance',
  'Assigning',
  'Reconciling',
  'NotReady',
  'Dead',
]
const GROUP_TYPES = ['classic', 'consumer', 'share', 'streams'] as const

export const stateFlag = Flags.string({
  summary: `Only groups in this state: ${STATES.join(', ')}. Repeatable.`,
  helpValue: 'STATE',
  multiple: true,
  multipleNonGreedy: true,
})

export const typeFlag = Flags.option({
  summary: 'Only groups of this type: classic, consumer (KIP-848), share, streams. Repeatable.',
  options: GROUP_TYPES,
  multiple: true,
  multipleNonGreedy: true,
})()

/** States in Kafka's own spelling, from words in any case. @throws KbookError `BAD_FLAG` */
export function groupStates(words: readonly string[] = []): readonly GroupState[] {
  return words
    .flatMap((word) => word.split(','))
    .map((word) => {
      const state = STATES.find((one) => one.toLowerCase() === word.trim().toLowerCase())
      if (state !== undefined) return state
      throw new KbookError('BAD_FLAG', `--state does not know "${word}"`, {
        hint: `It is one of ${STATES.join(', ')}.`,
      })
    })
}
