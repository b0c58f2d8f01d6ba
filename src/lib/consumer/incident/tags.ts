import {firstOf, isInexact, isObject, textOf} from './json-value.js'

export type Tags = ReadonlyMap<string, ReadonlySet<string>>

const NAMES = ['name', 'tag_id', 'tag_name', 'key']
const VALUES = ['value', 'tag_value']

/** Unites the tags of an incident and its alerts. */
export class TagCollector {
  readonly tags = new Map<string, Set<string>>()
  /** Whether a value was an integer that a double does not hold. */
  inexact = false

  /** Tags as a list of `{name, value}` (or `{tag_id, tag_value}`), or as an object of values by name. */
  addAll(tags: unknown): void {
    if (Array.isArray(tags)) {
      for (const tag of tags) {
        if (!isObject(tag)) continue
        const name = textOf(firstOf(tag, NAMES))
        if (name !== undefined) this.add(name, firstOf(tag, VALUES))
      }
    } else if (isObject(tags)) {
      for (const [name, value] of Object.entries(tags)) this.add(name, value)
    }
  }

  /** A scalar, a list of them, or a list in a string: `[a, b]`. Anything else is no value. */
  add(name: string, value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.#addText(name, item)
    else if (typeof value === 'string' && value.startsWith('[') && value.endsWith(']')) {
      for (const item of listInText(value) ?? [value]) this.#addText(name, item)
    } else this.#addText(name, value)
  }

  #addText(name: string, value: unknown): void {
    const text = textOf(value)
    if (text === undefined) return
    this.inexact ||= isInexact(value)
    const key = name.toLowerCase()
    const values = this.tags.get(key)
    if (values) values.add(text)
    else this.tags.set(key, new Set([text]))
  }
}

/** Items of `["a", "b"]` or, without quotes, of `[a, b]`; undefined for other text in brackets. */
function listInText(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(text) as unknown[]
  } catch {
    const inside = text.slice(1, -1)
    return /[[\]]/.test(inside) ? undefined : inside.split(',').map((item) => item.trim())
  }
}
