/** Why an action was told to end: it took too long, or the consumer has to end. */
export type AbortCause = 'timeout' | 'shutdown'

/** The `reason` of the signal that an action gets. */
export class ActionAborted extends Error {
  constructor(
    readonly abortCause: AbortCause,
    message: string,
  ) {
    super(message)
  }
}

export const abortedBy = (signal: AbortSignal): ActionAborted | undefined =>
  signal.aborted && signal.reason instanceof ActionAborted ? signal.reason : undefined
