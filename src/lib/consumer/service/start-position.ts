import {INSTANT_FORM, instantMs} from '../../config/instant.js'
import {KbookError} from '../../errors.js'
import type {StartPosition} from '../engine/consumer.js'

const NAMES: Readonly<Record<string, StartPosition>> = {
  beginning: 'beginning',
  start: 'beginning',
  earliest: 'beginning',
  end: 'end',
  latest: 'end',
}

/**
 * Reads `beginning`, `end`, an offset (a bare number) or a time.
 *
 * @throws KbookError `BAD_INPUT`
 */
export function parseStartPosition(text: string, now = Date.now()): StartPosition {
  const named = NAMES[text.toLowerCase()]
  if (named !== undefined) return named
  if (/^\d{1,19}$/.test(text)) return {offset: BigInt(text)}
  const time = instantMs(text, now)
  if (time !== undefined) return {time}
  throw new KbookError('BAD_INPUT', `"${text}" is no place to start from`, {
    hint: `Give beginning, end, an offset, ${INSTANT_FORM}.`,
  })
}
