import type {DeadLetter} from './letter.js'

/** Takes the messages that could not be read, so that the source can go on without losing one. */
export interface DeadLetterSink {
  /** Topic or file that a message of this source topic goes to. */
  target(topic: string): string
  /**
   * Letters of one partition. Resolves when all of them are stored for good, in order. Rejects with a `KbookError` when any is not; some
   * may have been stored then, and are stored again at the next try.
   */
  write(letters: readonly DeadLetter[]): Promise<void>
  close(): Promise<void>
}
