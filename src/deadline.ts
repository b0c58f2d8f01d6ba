/** A time limit that is set once it is known, while the work is under way already. */
export class Deadline {
  #timer: NodeJS.Timeout | undefined
  #dueAt = Infinity
  #onDue: () => void = () => undefined
  #expire: (error: Error) => void = () => undefined
  #over: Error | undefined
  readonly #passed = new Promise<never>((_, reject) => {
    this.#expire = reject
  })

  /** The work's result, or the rejection of whichever comes first. */
  limit<R>(work: Promise<R>): Promise<R> {
    return Promise.race([work, this.#passed])
  }

  start(ms: number, error: () => Error): void {
    this.#onDue = () => this.end(error())
    this.#run(ms)
  }

  /** Ends the work before its time. */
  end(error: Error): void {
    this.#over ??= error
    this.#expire(error)
  }

  /** From here on the work ends itself when it is told that the time is up. @throws what it has ended with already */
  handOver(onDue: () => void): void {
    if (this.#over) throw this.#over
    this.#onDue = onDue
  }

  /** The time that somebody else takes does not count, such as that of a person who is asked. */
  async standStill<R>(work: () => Promise<R>): Promise<R> {
    const left = this.#dueAt - Date.now()
    this.stop()
    try {
      return await work()
    } finally {
      if (left !== Infinity) this.#run(left)
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#dueAt = Infinity
  }

  #run(ms: number): void {
    this.stop()
    this.#dueAt = Date.now() + ms
    this.#timer = setTimeout(() => this.#onDue(), ms)
  }
}
