import type {ErrorWords} from '../kafka/errors/entry.js'

/** An error that a client or a machine makes up by itself, and the texts by which it is recognised. */
export interface ClientError extends ErrorWords {
  readonly title: string
  /** As libraries print them, without what differs each time. */
  readonly texts: readonly string[]
}
