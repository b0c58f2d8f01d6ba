import type {ConsumerEvent, NewEvent} from './events.js'

type Listener = (event: ConsumerEvent) => void

/** Hands events to listeners in order, each stamped with the time. */
export class Emitter {
  private readonly listeners = new Set<Listener>()

  on(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly emit = (event: NewEvent): void => {
    const stamped = {at: Date.now(), ...event} as ConsumerEvent
    for (const listener of this.listeners) listener(stamped)
  }
}
