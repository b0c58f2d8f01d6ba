import {randomBytes} from 'node:crypto'
import {KbookError} from '../../errors.js'

/** The value of record `n`. */
export type Payload = (n: number) => Buffer

/** Random capital letters, as Kafka's own test sends. Different ones, so that compression has something to do. */
export function randomPayload(size: number): Payload {
  const letters = randomBytes(Math.max(size, 1) + 4096)
  for (const [at, byte] of letters.entries()) letters[at] = 65 + (byte % 26)
  return (n) => {
    const start = (n * 31) % 4096
    return letters.subarray(start, start + size)
  }
}

/** Lines of a file, one after the other, again and again. @throws KbookError `BAD_INPUT` for an empty file */
export function linePayload(content: Buffer, delimiter: string): Payload {
  const values = content
    .toString('latin1')
    .split(delimiter)
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'latin1'))
  if (values.length === 0) throw new KbookError('BAD_INPUT', 'the payload file has nothing in it')
  return (n) => values[n % values.length] ?? Buffer.alloc(0)
}

/** The number of the record, as text. */
export const numberPayload: Payload = (n) => Buffer.from(String(n))
