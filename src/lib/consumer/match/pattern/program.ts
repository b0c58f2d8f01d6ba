import {PatternError, type Assertion, type PatternNode} from './tree.js'

/** One step of a matching program. Numbers are indexes of steps; `accept` ends it. */
export type Step =
  | {readonly kind: 'character'; readonly test: (code: number) => boolean; readonly next: number}
  | {readonly kind: 'assertion'; readonly holds: Assertion; readonly next: number}
  | {readonly kind: 'split'; next: number; other: number}
  | {readonly kind: 'accept'}

/** Counted repeats multiply them, and each may be a step to run for each character of a value. */
const MAX_NODES = 2000

/** Compiles a tree to steps; the first one to run is the last of them. Counted repeats are written out. */
export function compile(tree: PatternNode): readonly Step[] {
  const steps: Step[] = [{kind: 'accept'}]
  const add = (step: Step): number => steps.push(step) - 1
  let nodes = 0

  // Built from the end to the beginning: `next` is what follows the node.
  const emit = (node: PatternNode, next: number): number => {
    if (++nodes > MAX_NODES) throw new PatternError('the pattern is too large')
    switch (node.kind) {
      case 'character':
        return add({kind: 'character', test: node.test, next})
      case 'assertion':
        return add({kind: 'assertion', holds: node.holds, next})
      case 'sequence':
        return node.items.reduceRight((following, item) => emit(item, following), next)
      case 'choice':
        return node.options
          .map((option) => emit(option, next))
          .reduce((other, start) => add({kind: 'split', next: start, other}))
      case 'repeat':
        return emitRepeat(node, next)
    }
  }
  const emitRepeat = ({item, min, max}: PatternNode & {kind: 'repeat'}, next: number): number => {
    let start = next
    if (max === Infinity) {
      const loop: Step & {kind: 'split'} = {kind: 'split', next, other: next}
      start = add(loop)
      loop.next = emit(item, start)
    } else {
      for (let count = min; count < max; count++) {
        start = add({kind: 'split', next: emit(item, start), other: next})
      }
    }
    for (let count = 0; count < min; count++) start = emit(item, start)
    return start
  }

  const start = emit(tree, 0)
  // The start is the last step, whatever the tree ends with.
  add({kind: 'split', next: start, other: start})
  return steps
}
