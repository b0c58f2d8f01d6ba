import {DURATION_FORM, durationMs, LONGEST_TIMER_MS} from '../../config/duration.js'
import {absolutePath} from '../../config/paths.js'
import {misfit, readScalar, type JsonSchema, type Reader, type Scalar} from './reader.js'

/** A reader of scalars: `parse` answers undefined for what does not fit. */
function scalar<T>(
  expects: string,
  schema: JsonSchema,
  parse: (scalar: Scalar, folder: string) => T | undefined,
): Reader<T> {
  return {
    expects,
    schema,
    read(value, scope) {
      const read = readScalar(value, scope)
      if (read === false) return undefined
      const result = read && parse(read, scope.folder)
      if (result === undefined) misfit(value, scope, expects)
      return result
    },
  }
}

/** In a file, `${…}` may stand for a value of any type. */
const orReference = (schema: JsonSchema): JsonSchema => ({
  anyOf: [schema, {type: 'string', pattern: '\\$\\{'}],
})

const textOnly = ({type, text}: Scalar): string | undefined =>
  type === 'text' && text.trim() !== '' ? text : undefined

/** What is neither text nor came from the environment is not of the wanted type by accident. */
const typed = (wanted: Scalar['type'], {type, text, interpolated}: Scalar): string | undefined =>
  type === wanted || interpolated ? text : undefined

/** Text that fits a pattern, which is also given to editors. */
export const textLike = (pattern: RegExp, expects: string): Reader<string> =>
  scalar(expects, orReference({type: 'string', pattern: pattern.source}), (read) => {
    const found = textOnly(read)
    return found !== undefined && pattern.test(found) ? found : undefined
  })

export const text: Reader<string> = scalar(
  'text, in quotes where it looks like a number',
  {type: 'string', minLength: 1},
  textOnly,
)

/** Any scalar, with the digits that it was written with. */
export const anyText: Reader<string> = scalar(
  'text, a number or true or false',
  {type: ['string', 'number', 'boolean']},
  (read) => read.text,
)

export const path: Reader<string> = scalar('the path of a file', {type: 'string'}, (read, folder) => {
  const found = textOnly(read)
  return found === undefined ? undefined : absolutePath(found, folder)
})

export const bool: Reader<boolean> = scalar('true or false', orReference({type: 'boolean'}), (read) => {
  const found = typed('boolean', read)?.toLowerCase()
  return found === 'true' ? true : found === 'false' ? false : undefined
})

export const integer = (min: number, max: number): Reader<number> =>
  scalar(
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
    orReference({type: 'integer', minimum: min, ...(max === Number.MAX_SAFE_INTEGER ? {} : {maximum: max})}),
    (read) => {
      const found = typed('number', read)
      const number = found !== undefined && /^\d+$/.test(found) ? Number(found) : Number.NaN
      return number >= min && number <= max ? number : undefined
    },
  )

/** Milliseconds, more than none. */
export const duration: Reader<number> = scalar(DURATION_FORM, {type: 'string'}, (read) => {
  const ms = durationMs(textOnly(read) ?? '')
  return ms !== undefined && ms > 0 ? ms : undefined
})

/** The same for a time that is waited for: Node's timers end at once when they are to take longer. */
export const timer: Reader<number> = scalar(`${DURATION_FORM}, 24d at most`, {type: 'string'}, (read) => {
  const ms = durationMs(textOnly(read) ?? '')
  return ms !== undefined && ms > 0 && ms <= LONGEST_TIMER_MS ? ms : undefined
})

export const oneOf = <const T extends string>(...words: readonly T[]): Reader<T> =>
  scalar(`one of ${words.join(', ')}`, orReference({enum: words}), (read) =>
    words.find((word) => word === read.text),
  )

/** Text that `parse` understands; the result of `parse` is what is read. */
export const parsed = <T>(expects: string, parse: (text: string) => T | undefined): Reader<T> =>
  scalar(expects, {type: 'string'}, (read) => {
    const found = textOnly(read)
    return found === undefined ? undefined : parse(found)
  })
