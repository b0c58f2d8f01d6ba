import {parsePattern} from './parse.js'
import {compile, type Step} from './program.js'
import type {PatternNode} from './tree.js'

/** Tests texts against a regular expression or a glob, in time proportional to their length. */
export interface Pattern {
  test(text: string): boolean
}

/** A regular expression, found anywhere in a text unless `^` and `$` say otherwise. @throws PatternError */
export const regexPattern = (source: string): Pattern => new LinearPattern(compile(parsePattern(source)))

/** `*` stands for any characters, `?` for one; the whole text must fit. */
export function globPattern(glob: string): Pattern {
  const any: PatternNode = {kind: 'character', test: () => true}
  const items = Array.from(glob, (char): PatternNode => {
    if (char === '*') return {kind: 'repeat', item: any, min: 0, max: Infinity}
    if (char === '?') return any
    const code = char.codePointAt(0)
    return {kind: 'character', test: (other) => other === code}
  })
  const start: PatternNode = {kind: 'assertion', holds: (before) => before === undefined}
  const end: PatternNode = {kind: 'assertion', holds: (_, after) => after === undefined}
  return new LinearPattern(compile({kind: 'sequence', items: [start, ...items, end]}))
}

/**
 * Follows all ways through the program at once, one character after the other, instead of trying them in turn:
 * no text can make it slow. (Thompson's construction, as in Pike's and RE2's matchers.)
 */
class LinearPattern implements Pattern {
  /** The character position at which a step was last reached, to follow it once a position. */
  readonly #reachedAt: Int32Array

  constructor(private readonly steps: readonly Step[]) {
    this.#reachedAt = new Int32Array(steps.length)
  }

  test(text: string): boolean {
    this.#reachedAt.fill(-1)
    let [waiting, next]: [number[], number[]] = [[], []]
    let before: number | undefined
    for (let at = 0; ;) {
      const after = text.codePointAt(at)
      for (const step of waiting) if (this.#follow(step, at, before, after, next)) return true
      // A match may begin anywhere.
      if (this.#follow(this.steps.length - 1, at, before, after, next)) return true
      if (after === undefined) return false
      ;[waiting, next] = [next, waiting]
      next.length = 0
      before = after
      at += after > 0xffff ? 2 : 1
    }
  }

  /** Goes on from a step until characters are needed; those that take this one are added to `next`. */
  #follow(
    index: number,
    at: number,
    before: number | undefined,
    after: number | undefined,
    next: number[],
  ): boolean {
    if (this.#reachedAt[index] === at) return false
    this.#reachedAt[index] = at
    const step = this.steps[index]
    switch (step?.kind) {
      case 'accept':
        return true
      case 'split':
        return (
          this.#follow(step.next, at, before, after, next) ||
          this.#follow(step.other, at, before, after, next)
        )
      case 'assertion':
        return step.holds(before, after) && this.#follow(step.next, at, before, after, next)
      case 'character':
        if (after !== undefined && step.test(after)) next.push(step.next)
        return false
      case undefined:
        return false
    }
  }
}
