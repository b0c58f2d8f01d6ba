/** Lets a reading loop through, holds it, or ends it. */
export class Gate {
  private held = false
  private ended = false
  private wake: (() => void)[] = []

  get stopped(): boolean {
    return this.ended
  }

  hold(): void {
    this.held = true
  }

  release(): void {
    this.held = false
    this.wakeAll()
  }

  stop(): void {
    this.ended = true
    this.wakeAll()
  }

  /** Waits while held. True: go on; false: stop. */
  async pass(): Promise<boolean> {
    while (this.held && !this.ended) await new Promise<void>((resolve) => this.wake.push(resolve))
    return !this.ended
  }

  /** Waits for a time, or until stopped or released. True: go on; false: stop. */
  async sleep(ms: number): Promise<boolean> {
    if (this.ended) return false
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    return !this.ended
  }

  private wakeAll(): void {
    for (const wake of this.wake.splice(0)) wake()
  }
}
