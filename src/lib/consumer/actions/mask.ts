import {isSecretName} from '../../secret-name.js'
import {OUTPUT_LIMIT, OutputTail} from './output-tail.js'

/** Shorter values would black out half of an ordinary output. */
const SHORTEST_SECRET = 4
const MASKED = '***'

/** Values of variables or headers whose name says that they are secret. */
export const secretValues = (named: Iterable<readonly [name: string, value: string | undefined]>): string[] =>
  [...named].flatMap(([name, value]) => (value !== undefined && isSecretName(name) ? [value] : []))

/** Replaces known secrets in what an action prints or answers. */
export class Masker {
  private readonly secrets: readonly string[]
  private readonly longest: number

  constructor(values: Iterable<string>) {
    // Longest first: one secret may be part of another.
    this.secrets = [...new Set(values)]
      .filter((value) => value.length >= SHORTEST_SECRET)
      .sort((a, b) => b.length - a.length)
    this.longest = Math.max(0, ...this.secrets.map((value) => Buffer.byteLength(value)))
  }

  mask(text: string): string {
    return this.secrets.reduce((masked, secret) => masked.replaceAll(secret, MASKED), text)
  }

  /** A tail long enough that no secret is cut in two before it is masked. */
  tail(): OutputTail {
    return new OutputTail(OUTPUT_LIMIT + this.longest)
  }

  /** What the history keeps of a tail; undefined when nothing was printed. */
  readTail(tail: OutputTail): string | undefined {
    const {text, truncated} = tail.read()
    const masked = this.mask(text)
    const kept = truncated ? `…${masked.slice(-OUTPUT_LIMIT)}` : masked
    return kept === '' ? undefined : kept
  }
}
