import {mkdir, open, type FileHandle} from 'node:fs/promises'
import {dirname} from 'node:path'
import {KbookError} from '../../errors.js'
import {toLine} from './file-format.js'
import type {Sender} from './letter.js'
import type {DeadLetterSink} from './sink.js'

const NEWLINE = 0x0a

/** Appends dead letters to a file, one JSON line each. The file is made by the first one. */
export function fileDeadLetters(path: string, sender: Sender): DeadLetterSink {
  let file: FileHandle | undefined
  return {
    target: () => path,
    async write(letters) {
      try {
        file ??= await openForAppend(path)
        await file.appendFile(letters.map((letter) => toLine(letter, sender)).join(''))
        await file.datasync()
      } catch (cause) {
        throw new KbookError('STORAGE_FAILED', `dead letters cannot be written to ${path}`, {
          hint: [(cause as Error).message, 'Nothing is skipped: it is tried again until it works.'],
          cause,
        })
      }
    },
    async close() {
      await file?.close()
    },
  }
}

async function openForAppend(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), {recursive: true})
  const file = await open(path, 'a+')
  const {size} = await file.stat()
  if (size === 0) return file
  // A crash may have cut the last line short: the next one must not be glued to it.
  const {buffer} = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  if (buffer[0] !== NEWLINE) await file.appendFile('\n')
  return file
}
