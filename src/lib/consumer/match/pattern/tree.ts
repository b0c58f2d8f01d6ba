/** A pattern as a tree. Tests take code points. */
export type PatternNode =
  | {readonly kind: 'character'; readonly test: (code: number) => boolean}
  | {readonly kind: 'assertion'; readonly holds: Assertion}
  | {readonly kind: 'sequence'; readonly items: readonly PatternNode[]}
  | {readonly kind: 'choice'; readonly options: readonly PatternNode[]}
  | {readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number}

/** What must be true between two characters. A code is undefined before the first and after the last one. */
export type Assertion = (before: number | undefined, after: number | undefined) => boolean

/** Why a pattern cannot be used, and where (counted from 1). */
export class PatternError extends Error {}
