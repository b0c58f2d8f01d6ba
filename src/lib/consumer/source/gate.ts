/** Lets a loop through, holds it, or ends it. */
export class Gate {
  private held = false
  private ended = false
  private readonly waiters = new Set<() => void>()
  private readonly onStop = new Set<() => void>()

  get isHeld(): boolean {
    return this.held
  }

  get stopped(): boolean {
    return this.ended
  }

  hold(): void {
    this.held = true
  }

  release(): void {
    this.held = false
    this.wake()
  }

  stop(): void {
    this.ended = true
    for (const stopped of this.onStop) stopped()
    this.wake()
  }

  /** Waits while held. True: go on; false: stop. */
  async pass(): Promise<boolean> {
    while (this.held && !this.ended) await this.change()
    return !this.ended
  }

  /** Waits for a time; less when released or stopped meanwhile. True: go on; false: stop. */
  async sleep(ms: number): Promise<boolean> {
    if (!this.ended) await this.change(ms)
    return !this.ended
  }

  /** Undefined when stopped first. What the promise comes to then is nobody's business any more. */
  unlessStopped<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const stopped = (): void => resolve(undefined)
      if (this.ended) stopped()
      this.onStop.add(stopped)
      promise.finally(() => this.onStop.delete(stopped)).then(resolve, reject)
    })
  }

  private change(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => done(), ms)
      const done = (): void => {
        clearTimeout(timer)
        this.waiters.delete(done)
        resolve()
      }
      this.waiters.add(done)
    })
  }

  private wake(): void {
    for (const done of [...this.waiters]) done()
  }
}
