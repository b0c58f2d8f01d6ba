import {KbookError, type ErrorCode, type KbookErrorOptions} from '../errors.js'

/**
 * The request did not get its answer. Tells the layers above whether asking again can help, and whether the
 * broker may have acted on the request already.
 */
export class TransportError extends KbookError {
  /** Milliseconds for which asking again makes sense; 0 for a fault that will not go away. */
  readonly patienceMs: number
  /** True when bytes of the request may have reached the broker. */
  readonly sent: boolean

  constructor(
    code: ErrorCode,
    message: string,
    options: KbookErrorOptions & {patienceMs: number; sent?: boolean},
  ) {
    const {patienceMs, sent = false, ...rest} = options
    super(code, message, rest)
    this.patienceMs = patienceMs
    this.sent = sent
  }
}

/** The broker took the request, and its time ran out: it is not that nobody listens there. */
export const isSilence = (error: KbookError): boolean =>
  error.code === 'TIMEOUT' || error.details?.['timeoutMs'] !== undefined

/** Nobody answers now: the cluster may come back. */
export const isOutage = ({code}: KbookError): boolean => code === 'UNREACHABLE' || code === 'TIMEOUT'

/** How long a broker that cannot be reached is tried again: it may be restarting, or its partitions moving. */
export const BROKER_AWAY_MS = 10_000
