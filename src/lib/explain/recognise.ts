import type {KnownError} from './known.js'

/** Letters only: what differs each time (numbers, signs, capitals, blanks) does not count. */
const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')

/** Shorter ones are part of ordinary words. */
const SHORTEST = 8

/** How much of the text the best of an error's own texts takes, in letters; 0 for none. */
function strength(text: string, squeezed: string, candidates: readonly string[]): number {
  return Math.max(
    0,
    ...candidates.map((candidate) => {
      const wanted = letters(candidate)
      // `EPIPE`, `_SSL`: a word of its own, also at the end of RD_KAFKA_RESP_ERR__SSL.
      if (wanted.length < SHORTEST || candidate.startsWith('_')) {
        return isWordOf(text, candidate) ? wanted.length : 0
      }
      return squeezed.includes(wanted) ? wanted.length : 0
    }),
  )
}

const isWordOf = (text: string, word: string): boolean =>
  new RegExp(`(?:^|[^A-Za-z0-9])${word}(?![A-Za-z0-9_])`, 'i').test(text)

const NUMBER = /^\s*(?:error\s*)?(-?\d{1,3})\s*$/i
const NUMBER_WITHIN = /\berror[\s_-]*code\W{0,4}(-?\d{1,3})\b/i

/** Kafka's number of an error, where the text is one or names one. */
export function numberIn(text: string): number | undefined {
  const found = NUMBER.exec(text) ?? NUMBER_WITHIN.exec(text)
  return found ? Number(found[1]) : undefined
}

/** The errors that a text tells of, the one that says most first. */
export function recognise(text: string, known: readonly KnownError[]): readonly KnownError[] {
  const squeezed = letters(text)
  return known
    .map((error) => ({error, strength: strength(text, squeezed, error.texts)}))
    .filter((found) => found.strength > 0)
    .sort((a, b) => b.strength - a.strength)
    .map(({error}) => error)
}
