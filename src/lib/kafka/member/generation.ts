import type {KbookError} from '../../errors.js'
import type {TopicPartition} from '../types.js'

/** Membership from one rebalance to the next. */
export class Generation {
  private resolve!: () => void
  private reject!: (error: KbookError) => void
  private ended = false
  /** Resolves when the group wants to share out anew; rejects when this member may not come back. */
  readonly over = new Promise<void>((resolve, reject) => {
    this.resolve = resolve
    this.reject = reject
  })

  constructor(
    readonly id: number,
    readonly memberId: string,
    readonly assigned: readonly TopicPartition[],
  ) {
    // Whoever waits sees it; nobody has to.
    this.over.catch(() => undefined)
  }

  get isOver(): boolean {
    return this.ended
  }

  end(): void {
    this.ended = true
    this.resolve()
  }

  fail(error: KbookError): void {
    this.ended = true
    this.reject(error)
  }
}
