import {KbookError} from '../errors.js'
import {nearest} from '../output/nearest.js'
import type {YamlEntry, YamlPosition, YamlValue} from './yaml.js'

/** Collects what is wrong with a file, so that one error names all of it. Never holds a value of the file. */
export class Problems {
  readonly #found: string[] = []
  readonly #hints = new Set<string>()

  constructor(private readonly file: string) {}

  add({line, column}: YamlPosition, message: string, hint?: string): void {
    this.#found.push(`${this.file}:${line}:${column}: ${message}`)
    if (hint !== undefined) this.#hints.add(hint)
  }

  unknownKey({key, at}: YamlEntry, where: string, known: readonly string[]): void {
    const [like] = nearest(key, known, 1)
    this.add(at, `unknown key "${key}"${where === '' ? '' : ` in ${where}`}`)
    this.#hints.add(like ? `Did you mean "${like}"?` : `Known here: ${known.join(', ')}`)
  }

  /** The entries of a mapping; nothing at all is an empty one. `form` shows what one looks like. */
  mapping(value: YamlValue, where: string, form?: string): readonly YamlEntry[] {
    const entries = value.entries()
    if (!entries && value.plain() != null) {
      this.add(value.at, `${where}: expected a mapping${value.items() ? ', not a list' : ''}`, form)
    }
    return entries ?? []
  }

  /** @throws KbookError `BAD_CONFIG` */
  throwIfAny(): void {
    if (this.#found.length === 0) return
    throw new KbookError('BAD_CONFIG', this.#found.join('\n'), {
      hint: [...this.#hints],
      details: {file: this.file, problems: this.#found},
    })
  }
}
