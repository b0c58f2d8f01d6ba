import type {SourceMessage, Undecodable} from '../types.js'

/** A message that could not become incidents, on its way out. */
export interface DeadLetter {
  readonly message: SourceMessage
  readonly cause: Undecodable
}

/** Who puts letters aside; stands in their headers. */
export interface Sender {
  /** Consumer group, or the file. */
  readonly group: string
  readonly version: string
}

type Header = readonly [name: string, value: Buffer | null]

const ATTEMPT = '__kbook.attempt'

/**
 * Headers of the letter: those of the message, as they came, then why it is here. The names are those of Kafka
 * Connect's dead letter queues (KIP-298), which other tools read.
 */
export function letterHeaders({message, cause}: DeadLetter, sender: Sender): Header[] {
  const why: Readonly<Record<string, string>> = {
    '__connect.errors.topic': message.topic,
    '__connect.errors.partition': String(message.partition),
    '__connect.errors.offset': String(message.offset),
    '__connect.errors.stage': cause.stage,
    '__connect.errors.exception.class.name': cause.kind,
    '__connect.errors.exception.message': cause.message,
    '__kbook.group': sender.group,
    [ATTEMPT]: String(earlierAttempts(message) + 1),
    '__kbook.version': sender.version,
  }
  return [
    ...message.headers,
    ...Object.entries(why).map(([name, value]): Header => [name, Buffer.from(value)]),
  ]
}

// A letter that was sent back to the topic and failed again carries how often it was here.
function earlierAttempts({headers}: SourceMessage): number {
  const last = headers.findLast(([name]) => name === ATTEMPT)?.[1]
  const attempts = Number(last?.toString() ?? 0)
  return Number.isSafeInteger(attempts) && attempts > 0 ? attempts : 0
}
