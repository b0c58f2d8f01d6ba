/** Tells when nothing came for so long. Stands still while whoever takes the records is waited for. */
export class IdleClock {
  private timer: NodeJS.Timeout | undefined
  private paused = 0

  constructor(
    private readonly ms: number,
    private readonly onIdle: () => void,
  ) {
    this.start()
  }

  /** Something came. */
  restart(): void {
    this.timer?.refresh()
  }

  /** Several may wait at once: it goes on, from the beginning, when none of them does any more. */
  pause(): void {
    this.paused++
    clearTimeout(this.timer)
    this.timer = undefined
  }

  resume(): void {
    if (--this.paused === 0) this.start()
  }

  private start(): void {
    this.timer = setTimeout(this.onIdle, this.ms)
  }
}
