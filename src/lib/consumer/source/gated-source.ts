import {Gate} from './gate.js'
import type {IncidentSource, SourceHandler} from './source.js'

/** A source that is one loop behind a gate: held, let on and ended by it. */
export abstract class GatedSource implements IncidentSource {
  abstract readonly kind: 'kafka' | 'file'
  abstract readonly name: string
  abstract readonly keepsPositions: boolean
  protected readonly gate = new Gate()
  private reading: Promise<unknown> = Promise.resolve()

  /** The loop: asks the gate before it hands anything on. */
  protected abstract read(handler: SourceHandler): Promise<'end-of-input' | 'stopped'>

  run(handler: SourceHandler): Promise<'end-of-input' | 'stopped'> {
    const run = this.read(handler)
    this.reading = run.catch(() => undefined)
    return run
  }

  pause(): void {
    this.gate.hold()
  }

  resume(): void {
    this.gate.release()
  }

  async stop(): Promise<void> {
    this.gate.stop()
    await this.reading
  }

  async close(): Promise<void> {
    await this.stop()
  }
}
