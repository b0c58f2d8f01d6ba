/** A time limit that is set once it is known, while the work is under way already. */
export class Deadline {
  #timer: NodeJS.Timeout | undefined
  #expire: (error: Error) => void = () => undefined
  readonly #passed = new Promise<never>((_, reject) => {
    this.#expire = reject
  })

  /** The work's result, or the rejection of whichever comes first. */
  limit<R>(work: Promise<R>): Promise<R> {
    return Promise.race([work, this.#passed])
  }

  start(ms: number, error: () => Error): void {
    this.stop()
    this.#timer = setTimeout(() => this.#expire(error()), ms)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
