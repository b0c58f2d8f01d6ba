const HIDDEN = '***'

/**
 * A value that no template literal, `JSON.stringify` or `console.log` can print by accident. Only
 * {@link Secret.reveal} gives it, so each use of it can be found.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN
  }
}
