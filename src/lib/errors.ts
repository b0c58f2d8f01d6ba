/**
 * What a process ends with. Documented in docs/exit-codes.md and tested; scripts rely on them.
 * Plugin-style checks (`check …`) use 0/1/2/3 instead.
 */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  checkFailed: 3,
  unreachable: 4,
  refused: 5,
  partial: 6,
  unsupported: 7,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Every code that a {@link KbookError} can carry, with the exit code that it stands for. */
const ERROR_CODES = {
  // usage: the request itself is wrong
  BAD_FLAG: EXIT.usage,
  BAD_CONFIG: EXIT.usage,
  BAD_INPUT: EXIT.usage,
  NOT_FOUND: EXIT.usage,
  GROUP_NOT_FOUND: EXIT.usage,
  TOPIC_NOT_FOUND: EXIT.usage,
  PROFILE_NOT_FOUND: EXIT.usage,
  NO_CLUSTER: EXIT.usage,
  MISSING_TOOL: EXIT.usage,
  // a check or a wait did not hold
  CHECK_FAILED: EXIT.checkFailed,
  TIMEOUT: EXIT.checkFailed,
  // the other side cannot be reached, or does not let us in
  UNREACHABLE: EXIT.unreachable,
  AUTHENTICATION_FAILED: EXIT.unreachable,
  TLS_FAILED: EXIT.unreachable,
  REQUEST_FAILED: EXIT.unreachable,
  // a guard said no
  REFUSED: EXIT.refused,
  NOT_AUTHORIZED: EXIT.refused,
  LOCKED: EXIT.refused,
  PROTECTED: EXIT.refused,
  GROUP_ACTIVE: EXIT.refused,
  HISTORY_MISMATCH: EXIT.refused,
  STORAGE_FAILED: EXIT.refused,
  // some of it worked
  PARTIAL: EXIT.partial,
  UNSUPPORTED: EXIT.unsupported,
  INTERRUPTED: EXIT.interrupted,
} as const satisfies Record<string, ExitCode>

export type ErrorCode = keyof typeof ERROR_CODES

export interface KbookErrorOptions {
  /** What to do next: one or more lines, commands included. */
  hint?: string | readonly string[]
  /** Only where the code's own exit code does not fit. */
  exitCode?: ExitCode
  cause?: unknown
  /** Facts for `--json` readers; never a secret. */
  details?: Readonly<Record<string, unknown>>
}

/**
 * The one error that the library throws on purpose. Thrown once, where the cause is known, passed through
 * untouched and rendered in one place. Anything else that is thrown is a bug and shows its stack.
 */
export class KbookError extends Error {
  override readonly name = 'KbookError'
  readonly code: ErrorCode
  readonly hints: readonly string[]
  readonly exitCode: ExitCode
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, options: KbookErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.code = code
    this.hints =
      options.hint === undefined ? [] : typeof options.hint === 'string' ? [options.hint] : options.hint
    this.exitCode = options.exitCode ?? ERROR_CODES[code]
    this.details = options.details
  }

  /** What `--json` tells of an error inside a result. */
  toJSON(): Record<string, unknown> {
    const {code, message, hints, details} = this
    return {code, message, ...(hints.length > 0 && {hints}), ...(details && {details})}
  }

  /** The message where there is one line for it, as in logs and answers to probes. */
  get line(): string {
    const [first = '', ...rest] = this.message.split('\n')
    return rest.length === 0 ? first : `${first} ${rest.join('; ')}`
  }
}
