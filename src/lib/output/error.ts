import {stripVTControlCharacters} from 'node:util'
import {EXIT, KbookError, type ErrorCode, type ExitCode} from '../errors.js'
import {printable} from './format.js'
import {paintStderr} from './style.js'

/** An error ready to be shown: what happened, what to do next, what the process ends with. */
export interface DescribedError {
  code: ErrorCode | 'BUG'
  message: string
  hints: readonly string[]
  exitCode: ExitCode
  details?: Readonly<Record<string, unknown>> | undefined
  /** Only for bugs. */
  stack?: string | undefined
}

/** Turns whatever was thrown into one of three kinds: ours, the command line parser's, or a bug. */
export function describeError(error: unknown, context: {cliError: boolean; command: string}): DescribedError {
  if (error instanceof KbookError) {
    const {code, message, hints, exitCode, details} = error
    return {code, message, hints, exitCode, details}
  }
  const message = error instanceof Error ? error.message : String(error)
  if (context.cliError) {
    const help = `kbook ${context.command.replaceAll(':', ' ')} --help`.replace('  ', ' ')
    return {code: 'BAD_FLAG', message: tidy(message), hints: [help], exitCode: EXIT.usage}
  }
  return {
    code: 'BUG',
    message: `unexpected: ${message}`,
    hints: ['This is a bug in kbook: please report it with the lines below.'],
    exitCode: EXIT.bug,
    stack: error instanceof Error ? error.stack : undefined,
  }
}

/** Text for stderr: `Error: …`, then each hint on a line of its own. */
export function renderError(error: DescribedError): string {
  const paint = paintStderr()
  const [first = '', ...rest] = error.message.split('\n').map(printable)
  return [
    `${paint.red('Error:')} ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...error.hints.flatMap((hint) => hint.split('\n')).map((hint) => `  ${printable(hint)}`),
    ...(error.stack ? [paint.dim(error.stack)] : []),
  ].join('\n')
}

/** The `error` of the JSON envelope. */
export function errorToJson(error: DescribedError): Record<string, unknown> {
  const {code, message, hints, exitCode, details} = error
  return {code, message, hints, exitCode, ...(details ? {details} : {})}
}

// The parser indents with tabs, we with two spaces; on a terminal it dims some of its words.
// Its own pointer to --help is replaced by our hint.
// So is its note about flags that take several values: ours take one each time they are given.
const tidy = (message: string): string =>
  inOurWords(stripVTControlCharacters(message))
    .replace(/\n?See more help with --help\s*$/, '')
    .replace(/\n+Note: --[^\n]* allows? multiple values[^]*?beginning of arguments\./, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/\t+/g, ' ')
    .trim()

/** What the parser says of flags that need or exclude one another. */
const inOurWords = (message: string): string =>
  message
    .replace(/^The following error occurred:\s+/, '')
    .replace(/^The following errors occurred:/, 'several flags do not fit:')
    .replaceAll(/All of the following must be provided when using (--[\w-]+): (.*)/g, '$1 needs $2')
    .replaceAll(/One of the following must be provided when using (--[\w-]+): (.*)/g, '$1 needs one of $2')
    // The value of the flag may hold anything, and is not what is wrong.
    .replaceAll(
      /(--[\w-]+)(?:=[^]*?)? cannot also be provided when using (--[\w-]+)/g,
      '$2 does not go with $1',
    )
