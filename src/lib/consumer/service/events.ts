import type {ConsumerEvent} from '../engine/events.js'

/** What happens around the loop: before it begins, and on the way out. */
export type SurroundingEvent = {readonly at: number} & (
  | {readonly type: 'waiting'; readonly files: readonly string[]; readonly timeoutMs: number}
  | {readonly type: 'listening'; readonly url: string}
  | {readonly type: 'signal'; readonly signal: string; readonly forced: boolean}
)

/** Everything that `kbook consume` logs. */
export type ServiceEvent = ConsumerEvent | SurroundingEvent
