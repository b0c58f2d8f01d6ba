import type {DeadLetterSink} from './sink.js'

/** For dry runs: says where letters would go, and stores none. */
export const noDeadLetters = (target: DeadLetterSink['target']): DeadLetterSink => ({
  target,
  write: () => Promise.resolve(),
  close: () => Promise.resolve(),
})
