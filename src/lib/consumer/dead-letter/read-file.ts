import {createReadStream} from 'node:fs'
import {createInterface} from 'node:readline'
import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import {fromLine} from './file-format.js'
import {readLetter, type StoredLetter, type StoredLetters} from './stored.js'

/** The newest letters of a file. @throws KbookError `NOT_FOUND` */
export async function readFileLetters(path: string, limit: number): Promise<StoredLetters> {
  const newest: StoredLetter[] = []
  let [total, unreadable] = [0, 0]
  for await (const {letter} of lettersOf(path)) {
    if (letter === undefined) {
      unreadable++
      continue
    }
    total++
    newest.push(letter)
    if (newest.length > limit) newest.shift()
  }
  return {letters: newest.reverse(), total, unreadable}
}

/** The letter on a line, counted from 1. @throws KbookError `NOT_FOUND` */
export async function readFileLetter(path: string, line: bigint): Promise<StoredLetter> {
  for await (const {number, letter} of lettersOf(path)) {
    if (number === line && letter) return letter
  }
  throw new KbookError('NOT_FOUND', `${path} has no dead letter on line ${line.toString()}`, {
    hint: `kbook dlq list ${shellWord(path)}`,
  })
}

async function* lettersOf(path: string): AsyncGenerator<{number: bigint; letter: StoredLetter | undefined}> {
  let number = 0n
  const input = createReadStream(path)
  try {
    for await (const line of createInterface({input, crlfDelay: Number.POSITIVE_INFINITY})) {
      number++
      const message = fromLine(line)
      yield {number, letter: message && readLetter(message, {partition: 0, offset: number})}
    }
  } catch (cause) {
    throw new KbookError('NOT_FOUND', `cannot read the dead letters in ${path}`, {
      hint: (cause as Error).message,
      cause,
    })
  } finally {
    input.destroy()
  }
}
