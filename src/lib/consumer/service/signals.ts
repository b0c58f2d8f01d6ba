export interface StopHandlers {
  /** The first signal: stop intake and drain. */
  onStop: (signal: NodeJS.Signals) => void
  /** A second SIGTERM or SIGINT: the operator does not want to wait. */
  onForce: (signal: NodeJS.Signals) => void
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** Listens for SIGTERM, SIGINT and SIGHUP until the returned function is called. */
export function onStopSignals({onStop, onForce}: StopHandlers): () => void {
  let stopping = false
  const handle = (signal: NodeJS.Signals): void => {
    if (!stopping) {
      stopping = true
      onStop(signal)
    } else if (signal !== 'SIGHUP') {
      // A terminal that is closed sends it twice, by the shell and by the kernel: nobody asked to hurry.
      onForce(signal)
    }
  }
  for (const signal of SIGNALS) process.on(signal, handle)
  return () => {
    for (const signal of SIGNALS) process.off(signal, handle)
  }
}
