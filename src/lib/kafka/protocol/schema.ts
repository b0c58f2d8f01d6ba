import {MESSAGES} from './messages.js'

export type MessageName = keyof typeof MESSAGES

/** Inclusive; an empty range has `from` above `to`. */
export interface VersionRange {
  readonly from: number
  readonly to: number
}

export interface FieldSchema {
  readonly name: string
  /** A scalar's or a struct's name, without the brackets of an array. */
  readonly type: string
  readonly array: boolean
  readonly versions: VersionRange
  readonly nullable: VersionRange
  readonly tag: number | undefined
  /** Versions in which the field travels among the tagged ones. */
  readonly tagged: VersionRange
  /** As the definition writes it: `"-1"`, `"null"`, `false`, … */
  readonly default: string | number | boolean | undefined
  /** A value that a version cannot carry is dropped instead of being an error. */
  readonly ignorable: boolean
  /** Of a struct. */
  readonly fields: readonly FieldSchema[]
}

export interface MessageSchema {
  readonly name: MessageName
  /** -1 for messages that are data inside others. */
  readonly apiKey: number
  readonly valid: VersionRange
  readonly flexible: VersionRange
  readonly fields: readonly FieldSchema[]
}

interface FieldOptions {
  nullable?: string
  tag?: number
  tagged?: string
  default?: string | number | boolean
  ignorable?: boolean
}
type FieldRow = [
  name: string,
  type: string,
  versions: string,
  nested?: FieldRow[] | 0,
  options?: FieldOptions,
]
type MessageRow = [
  apiKey: number,
  valid: string,
  flexible: string,
  fields: FieldRow[],
  structs: Record<string, FieldRow[]>,
]

const cache = new Map<MessageName, MessageSchema>()

/** The definition of one message, parsed at its first use. */
export function schemaOf(name: MessageName): MessageSchema {
  let schema = cache.get(name)
  if (!schema) cache.set(name, (schema = parse(name)))
  return schema
}

export const includes = (range: VersionRange, version: number): boolean =>
  version >= range.from && version <= range.to

function parse(name: MessageName): MessageSchema {
  const [apiKey, valid, flexible, rows, shared] = JSON.parse(MESSAGES[name]) as MessageRow
  // A struct that is written out at one field may be named by another one.
  const structs = new Map(Object.entries(shared))
  collect([...rows, ...Object.values(shared).flat()], structs)
  return {
    name,
    apiKey,
    valid: range(valid),
    flexible: range(flexible),
    fields: rows.map((row) => field(row, structs)),
  }
}

function collect(rows: readonly FieldRow[], structs: Map<string, FieldRow[]>): void {
  for (const [, type, , nested] of rows) {
    if (!nested) continue
    structs.set(bare(type), nested)
    collect(nested, structs)
  }
}

function field(row: FieldRow, structs: ReadonlyMap<string, FieldRow[]>): FieldSchema {
  const [name, type, versions, , options = {}] = row
  return {
    name,
    type: bare(type),
    array: type.startsWith('[]'),
    versions: range(versions),
    nullable: range(options.nullable),
    tag: options.tag,
    tagged: range(options.tagged),
    default: options.default,
    ignorable: options.ignorable ?? false,
    fields: (structs.get(bare(type)) ?? []).map((nested) => field(nested, structs)),
  }
}

const bare = (type: string): string => type.replace('[]', '')

/** `3`, `0-7`, `8+`, `none`. */
function range(text = 'none'): VersionRange {
  if (text === 'none') return {from: 0, to: -1}
  const from = Number.parseInt(text)
  if (text.endsWith('+')) return {from, to: Infinity}
  const dash = text.indexOf('-')
  return {from, to: dash < 0 ? from : Number(text.slice(dash + 1))}
}
