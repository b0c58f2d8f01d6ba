import * as Flags from '@oclif/core/flags'
import type {ResetRequest} from './lib/kafka/offsets/plan-reset.js'
import {ago, atOffset, atTime, shiftBy} from './offset-flags.js'

/** Where a reset can go, by the names of Kafka's own tool. */
export const RESET_TARGETS = [
  'to-earliest',
  'to-latest',
  'to-current',
  'to-offset',
  'shift-by',
  'by-duration',
  'to-datetime',
  'from-file',
] as const

type PositionTarget = Exclude<(typeof RESET_TARGETS)[number], 'from-file'>

export const resetTargetFlags = {
  'to-earliest': Flags.boolean({summary: 'Start of the log.', default: false}),
  'to-latest': Flags.boolean({summary: 'End of the log.', default: false}),
  'to-current': Flags.boolean({
    summary: 'Where it is committed; the end where it is not.',
    default: false,
  }),
  'to-offset': Flags.string({summary: 'The same offset on each partition.', helpValue: 'N'}),
  'shift-by': Flags.string({summary: 'So many messages on, or back (-N).', helpValue: '±N'}),
  'by-duration': Flags.string({
    summary: 'First record that is at most so old: P1D, PT1H30M (ISO 8601), or 1h30m.',
    helpValue: 'DURATION',
  }),
  'to-datetime': Flags.string({
    summary: 'First record from a time on: 2026-01-31T14:00:00.000 (UTC).',
    helpValue: 'TIME',
  }),
  'from-file': Flags.string({
    summary: 'Offsets of a CSV file: topic,partition,offset, with group, in front for several groups.',
    helpValue: 'FILE',
  }),
}

type TextTarget = 'to-offset' | 'shift-by' | 'by-duration' | 'to-datetime'
const PARSERS = {'to-offset': atOffset, 'shift-by': shiftBy, 'by-duration': ago, 'to-datetime': atTime}

/** The position that one of the targets means. @throws KbookError `BAD_FLAG`, `BAD_INPUT` */
export function resetPosition(
  target: PositionTarget,
  flags: Readonly<Partial<Record<TextTarget, string | undefined>>>,
): ResetRequest['position'] {
  if (target === 'to-earliest') return {to: 'start'}
  if (target === 'to-latest') return {to: 'end'}
  if (target === 'to-current') return {to: 'current'}
  return PARSERS[target](target, flags[target] ?? '')
}
