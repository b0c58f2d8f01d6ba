import {KbookError} from '../errors.js'
import {parseRange, rangeOf, type Range} from './range.js'

/** A threshold for all, and others for some by name. */
export interface Limits {
  of: (name: string) => Range | undefined
  /** Those that have one of their own. */
  readonly names: readonly string[]
}

/**
 * Thresholds from `RANGE` and `NAME=RANGE`, each as often as needed: the name's own, or the one for all.
 *
 * @throws KbookError `BAD_FLAG`
 */
export function parseLimits(flag: string, words: readonly string[], usual?: string): Limits {
  let general = usual === undefined ? undefined : parseRange(flag, usual)
  let given = false
  const own = new Map<string, Range>()
  for (const word of words) {
    // Group names may hold an equals sign, ranges never do.
    const at = word.lastIndexOf('=')
    const range = rangeOf(word.slice(at + 1)) ?? parseRange(flag, word)
    if (at >= 0) own.set(word.slice(0, at), range)
    else if (given) throw twice(flag)
    else [general, given] = [range, true]
  }
  return {of: (name) => own.get(name) ?? general, names: [...own.keys()]}
}

const twice = (flag: string): KbookError =>
  new KbookError('BAD_FLAG', `--${flag} is given twice`, {
    hint: `One RANGE for all, and GROUP=RANGE for those that differ: --${flag} 10000 --${flag} billing=500`,
  })
