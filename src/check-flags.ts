import * as Flags from '@oclif/core/flags'
import {parseDuration} from './lib/config/duration.js'
import {KbookError} from './lib/errors.js'

const several = {multiple: true, multipleNonGreedy: true} as const

/** How much lag is too much. */
export const lagLimitFlags = {
  warning: Flags.string({
    ...several,
    char: 'w',
    summary: 'WARNING when the unread messages of a group leave this range (1000). GROUP=RANGE for one.',
    helpValue: 'RANGE',
  }),
  critical: Flags.string({
    ...several,
    char: 'c',
    summary: 'CRITICAL when the unread messages of a group leave this range (10000). GROUP=RANGE for one.',
    helpValue: 'RANGE',
  }),
  'warning-behind': Flags.string({
    ...several,
    summary: 'WARNING when a message has been waiting for longer. GROUP=DURATION for one.',
    helpValue: 'DURATION',
  }),
  'critical-behind': Flags.string({
    ...several,
    summary: 'CRITICAL when a message has been waiting for longer. GROUP=DURATION for one.',
    helpValue: 'DURATION',
  }),
}

/** Durations as ranges of seconds: `5m` becomes `300`, `billing=5m` becomes `billing=300`. */
export function behindRanges(flag: string, words: readonly string[] = []): string[] {
  return words.map((word) => {
    const at = word.lastIndexOf('=')
    try {
      return `${word.slice(0, at + 1)}${parseDuration(word.slice(at + 1)) / 1000}`
    } catch (cause) {
      if (!(cause instanceof KbookError)) throw cause
      throw new KbookError('BAD_FLAG', `--${flag}: ${cause.message}`, {hint: cause.hints, cause})
    }
  })
}

const SHORTEST_WINDOW_MS = 1000

/** A window that several samples fit into. @throws KbookError `BAD_FLAG`, `BAD_INPUT` */
export function windowMs(text: string): number {
  const ms = parseDuration(text)
  if (ms >= SHORTEST_WINDOW_MS) return ms
  throw new KbookError('BAD_FLAG', `--window is at least 1s, not ${text}`)
}
