import {KbookError, type ErrorCode} from '../errors.js'
import {nearest} from '../output/nearest.js'
import {knownErrors, type Explanation} from './known.js'
import {OWN_ERRORS} from './own-errors.js'
import {numberIn, recognise} from './recognise.js'

export type {Explanation} from './known.js'

/** More would be noise: a text that fits many fits none well. */
const MOST = 3

/**
 * What a text is about: a name, a number, a whole line of a log. Best first.
 *
 * @throws KbookError `NOT_FOUND` when nothing in it is known, with what looks like it
 */
export function explain(text: string): readonly Explanation[] {
  const own = ownError(text.trim().toUpperCase())
  if (own) return [own]
  const known = knownErrors()
  const number = numberIn(text)
  const named = known.filter(
    ({explanation: {code, name}}) => name === text.trim() || (code !== undefined && code === number),
  )
  const found = [...new Set([...named, ...recognise(text, known)])]
  if (found.length > 0) return found.slice(0, MOST).map(({explanation}) => explanation)
  const short = text.trim().slice(0, 80)
  const names = known.flatMap(({explanation: {name, from}}) => (from === 'kafka' ? [name] : []))
  const like = nearest(short.replaceAll(/\s+/g, '_'), names)
  throw new KbookError('NOT_FOUND', `"${short}" is no error that is known here`, {
    hint: [
      ...(like.length > 0 ? [`Did you mean: ${like.join(', ')}`] : []),
      'Every error that is explained: kbook explain --list',
    ],
  })
}

/** All that can be explained: Kafka's errors by number, then what clients say. */
export const listExplanations = (): readonly Explanation[] =>
  knownErrors()
    .map(({explanation}) => explanation)
    .sort((a, b) => (a.code ?? Infinity) - (b.code ?? Infinity) || a.name.localeCompare(b.name))

function ownError(name: string): Explanation | undefined {
  if (!Object.hasOwn(OWN_ERRORS, name)) return undefined
  const {run = [], ...words} = OWN_ERRORS[name as ErrorCode]
  return {name, from: 'kbook', ...words, run}
}
