import {createReadStream} from 'node:fs'
import {open} from 'node:fs/promises'
import {KbookError} from './lib/errors.js'

const CHUNK = 1024 * 1024

/**
 * The bytes of a file, or of stdin without one, until its end or until the signal. @throws KbookError `BAD_INPUT`
 * for a file that cannot be read
 */
export async function* readInput(file: string | undefined, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const stream =
    file === undefined || file === '-' ? process.stdin : createReadStream(file, {highWaterMark: CHUNK})
  const stop = (): void => void stream.destroy()
  signal?.addEventListener('abort', stop)
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (cause) {
    if (!signal?.aborted) throw unreadable(file, cause as NodeJS.ErrnoException)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Before anything else is begun. @throws KbookError `BAD_INPUT` */
export async function requireInput(file: string | undefined): Promise<void> {
  if (file === undefined || file === '-') return
  try {
    const opened = await open(file)
    const isFolder = (await opened.stat()).isDirectory()
    await opened.close()
    if (isFolder) throw Object.assign(new Error(), {code: 'EISDIR'})
  } catch (cause) {
    throw unreadable(file, cause as NodeJS.ErrnoException)
  }
}

function unreadable(file = 'stdin', cause: NodeJS.ErrnoException): KbookError {
  const {code, message} = cause
  const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message
  return new KbookError('BAD_INPUT', `cannot read ${file}: ${why}`, {cause})
}
