import {createReadStream} from 'node:fs'
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
    if (signal?.aborted) return
    const {code, message} = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message
    throw new KbookError('BAD_INPUT', `cannot read ${file ?? 'stdin'}: ${why}`, {cause})
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
