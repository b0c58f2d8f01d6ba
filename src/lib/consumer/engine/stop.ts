import type {StopReason} from './events.js'

/** The end of a run: who asked for it, and how long what runs may still take. */
export class Stop {
  /** Why the run ends; a failure outweighs what was asked before. */
  reason: StopReason | undefined
  /** Set when the reason is `failed`. */
  failure: Error | undefined
  private timer: NodeJS.Timeout | undefined
  private resolveAsked!: () => void
  private resolveInterrupted!: () => void
  private resolveOverdue!: () => void
  /** The run is to end, for whichever reason. */
  readonly asked = new Promise<void>((resolve) => (this.resolveAsked = resolve))
  /** It is to end without finishing what waits. */
  readonly interrupted = new Promise<void>((resolve) => (this.resolveInterrupted = resolve))
  /** What still runs has had its time. */
  readonly overdue = new Promise<void>((resolve) => (this.resolveOverdue = resolve))

  /** All that there was has been read. */
  finish(reason: 'end-of-input' | 'max-messages'): void {
    this.reason ??= reason
    this.resolveAsked()
  }

  /** May be repeated with a shorter grace (milliseconds), for those who cannot wait. */
  interrupt(reason: 'requested' | 'failed', graceMs: number): void {
    if (reason === 'failed') this.reason = reason
    this.reason ??= reason
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.resolveOverdue(), graceMs)
    this.resolveAsked()
    this.resolveInterrupted()
  }

  /** The first failure is the one that counts. */
  fail(error: unknown, graceMs: number): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error))
    this.interrupt('failed', graceMs)
  }

  clear(): void {
    clearTimeout(this.timer)
  }
}
