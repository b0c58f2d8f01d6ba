import {KbookError} from '../../errors.js'

const HINT = '--file takes a file of JSON lines, a named pipe, or - for the standard input.'

/** The error for a source file that is not there, is none, or cannot be read. */
export function unreadable(path: string, cause: unknown): KbookError {
  const {code, message} = cause as NodeJS.ErrnoException
  if (code === 'ENOENT') return new KbookError('NOT_FOUND', `there is no file ${path}`, {hint: HINT, cause})
  if (code === 'EISDIR') return new KbookError('BAD_INPUT', `${path} is a folder`, {hint: HINT, cause})
  if (code === 'EACCES' || code === 'EPERM') {
    return new KbookError('BAD_INPUT', `${path} may not be read by this user`, {hint: message, cause})
  }
  return new KbookError('BAD_INPUT', `${path} cannot be read`, {hint: message, cause})
}
