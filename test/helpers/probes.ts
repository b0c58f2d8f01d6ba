import {setTimeout as sleep} from 'node:timers/promises'

const PACE_MS = 250

export interface Probe {
  status: number
  body: string
}

/** Asks a consumer as an orchestrator does. */
export async function probe(url: string, path: '/livez' | '/readyz' | '/metrics'): Promise<Probe> {
  const response = await fetch(`${url}${path}`)
  return {status: response.status, body: await response.text()}
}

/** Asks for `/livez` again and again until it is stopped. */
export class LiveWatch {
  private readonly seen = {asked: 0, slowestMs: 0, failed: [] as string[]}
  private stopped = false
  private readonly running: Promise<void>

  constructor(private readonly url: string) {
    this.running = this.run()
  }

  async stop(): Promise<LiveWatch['seen']> {
    this.stopped = true
    await this.running
    return this.seen
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const started = performance.now()
      const problem = await probe(this.url, '/livez').then(
        ({status, body}) => (status === 200 ? undefined : `${status} ${body}`),
        (error: unknown) => String(error),
      )
      this.seen.asked++
      this.seen.slowestMs = Math.max(this.seen.slowestMs, performance.now() - started)
      if (problem !== undefined) this.seen.failed.push(problem)
      await sleep(PACE_MS)
    }
  }
}
