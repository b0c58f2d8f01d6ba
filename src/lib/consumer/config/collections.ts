import type {YamlEntry, YamlValue} from '../../config/yaml.js'
import {nearest} from '../../output/nearest.js'
import {suggest} from './findings.js'
import {inside, misfit, pathIn, placeOf, type JsonSchema, type Reader, type Scope} from './reader.js'

/** One key of a section. */
export interface Field<T> {
  readonly reader: Reader<unknown>
  readonly required: boolean
  readonly fallback: T
  readonly summary: string
}

/** @param summary what the key does, for editors that show the schema. */
export const required = <T>(reader: Reader<T>, summary: string): Field<T> => ({
  reader,
  required: true,
  // Never used: a section without it is not read.
  fallback: undefined as T,
  summary,
})

export const optional = <T>(reader: Reader<T>, summary: string): Field<T | undefined> => ({
  reader,
  required: false,
  fallback: undefined,
  summary,
})

export const withDefault = <T>(reader: Reader<T>, fallback: T, summary: string): Field<T> => ({
  reader,
  required: false,
  fallback,
  summary,
})

type Fields = Readonly<Record<string, Field<unknown>>>

/** What a section with these keys is read to. */
export type Section<F extends Fields> = {readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never}

/**
 * A mapping with known keys. Goes on after a problem, so that one look finds them all; a value that does not fit
 * counts as none.
 */
export function section<const F extends Fields>(fields: F): Reader<Section<F>> {
  const known = Object.keys(fields)
  return {
    expects: `a mapping with ${known.slice(0, 4).join(', ')}${known.length > 4 ? ', …' : ''}`,
    schema: sectionSchema(fields),
    read(value, scope) {
      const entries = entriesOf(value, scope, this.expects)
      if (!entries) return undefined
      const read: Record<string, unknown> = {}
      for (const entry of entries) {
        const field = Object.hasOwn(fields, entry.key) ? fields[entry.key] : undefined
        if (!field) unknownKey(entry, scope, known)
        else if (!isNothing(entry.value))
          read[entry.key] = field.reader.read(entry.value, inside(scope, entry.key, entry.at))
      }
      // A mistyped key is told once, as unknown, and not again as missing.
      const meant = new Set(entries.flatMap(({key}) => (known.includes(key) ? [] : nearest(key, known, 1))))
      let complete = true
      for (const [key, field] of Object.entries(fields)) {
        if (!Object.hasOwn(read, key) && field.required && !meant.has(key)) missing(key, scope, field.reader)
        read[key] ??= field.fallback
        if (field.required && read[key] === undefined) complete = false
      }
      return complete ? (read as Section<F>) : undefined
    },
  }
}

function unknownKey({key, at}: YamlEntry, scope: Scope, known: readonly string[]): void {
  const message = `unknown key "${key}"${scope.path === '' ? '' : ` in ${scope.path}`}`
  scope.findings.error(placeOf(scope, at), pathIn(scope, key), 'unknown-key', message, suggest(key, known))
}

function missing(key: string, scope: Scope, {expects}: Reader<unknown>): void {
  const path = pathIn(scope, key)
  scope.findings.error(placeOf(scope), path, 'missing', `${path} is missing: expected ${expects}`)
}

function sectionSchema(fields: Fields): JsonSchema {
  const entries = Object.entries(fields)
  const needed = entries.filter(([, field]) => field.required).map(([key]) => key)
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([key, {reader, summary}]) => [
        key,
        reader.schema === false ? false : {description: summary, ...reader.schema},
      ]),
    ),
    ...(needed.length > 0 ? {required: needed} : {}),
    additionalProperties: false,
  }
}

/** A key with nothing behind it is as good as none. */
export const isNothing = (value: YamlValue): boolean => value.plain() === null

/** Entries of a mapping; of nothing at all, none. Anything else is reported. */
function entriesOf(value: YamlValue, scope: Scope, expects: string): readonly YamlEntry[] | undefined {
  const entries = value.entries() ?? (isNothing(value) ? [] : undefined)
  if (!entries) misfit(value, scope, expects)
  return entries
}

/** A mapping whose keys are the user's own, in order. */
export function mapOf<T>(item: Reader<T>, checkKey?: KeyCheck): Reader<ReadonlyMap<string, T>> {
  return {
    expects: `a mapping of names to ${item.expects}`,
    schema: {type: 'object', additionalProperties: item.schema},
    read(value, scope) {
      const entries = entriesOf(value, scope, this.expects)
      if (!entries) return undefined
      const map = new Map<string, T>()
      for (const entry of entries) {
        const problem = checkKey?.(entry.key, map)
        if (problem !== undefined) {
          scope.findings.error(placeOf(scope, entry.at), scope.path, 'bad-name', `${scope.path}: ${problem}`)
        }
        const read = item.read(entry.value, inside(scope, entry.key, entry.at))
        if (read !== undefined) map.set(entry.key, read)
      }
      return map
    },
  }
}

/** What is wrong with a key, given those before it. */
export type KeyCheck = (key: string, before: ReadonlyMap<string, unknown>) => string | undefined

/** A list; where `single` is set, one item may stand for a list of one. */
export function listOf<T>(
  item: Reader<T>,
  options: {single?: boolean; empty?: boolean; expects?: string} = {},
): Reader<readonly T[]> {
  const {single = false, empty = false} = options
  const {expects = single ? `${item.expects}, or a list of such` : `a list, each item ${item.expects}`} =
    options
  const list = {type: 'array', items: item.schema, ...(empty ? {} : {minItems: 1})}
  return {
    expects,
    schema: single ? {anyOf: [item.schema, list]} : list,
    read(value, scope) {
      const items = value.items()
      if (!items && single) {
        const only = item.read(value, scope)
        return only === undefined ? undefined : [only]
      }
      if (!items || (items.length === 0 && !empty)) {
        misfit(value, scope, expects)
        return undefined
      }
      const read = items.map((inner, index) => item.read(inner, inside(scope, index, inner.at)))
      const fitting = read.filter((one) => one !== undefined)
      return fitting.length > 0 || items.length === 0 ? fitting : undefined
    },
  }
}

/** Chooses by the shape of the value. */
export function either<A, B>(
  first: Reader<A>,
  second: Reader<B>,
  isFirst: (value: YamlValue, scope: Scope) => boolean,
): Reader<A | B> {
  return {
    expects: `${first.expects}, or ${second.expects}`,
    schema: {anyOf: [first.schema, second.schema]},
    read: (value, scope) => (isFirst(value, scope) ? first : second).read(value, scope),
  }
}

export const isMapping = (value: YamlValue): boolean => value.entries() !== undefined

/** Reads on from what another reader has read. Undefined: a problem, which `convert` has reported. */
export const converted = <A, B>(
  reader: Reader<A>,
  convert: (read: A, value: YamlValue, scope: Scope) => B | undefined,
): Reader<B> => ({
  expects: reader.expects,
  schema: reader.schema,
  read(value, scope) {
    const read = reader.read(value, scope)
    return read === undefined ? undefined : convert(read, value, scope)
  },
})
