export interface StopHandlers {
  /** The first SIGTERM or SIGINT: stop intake and drain. */
  onStop: (signal: NodeJS.Signals) => void
  /** The second one: the operator does not want to wait. */
  onForce: (signal: NodeJS.Signals) => void
}

/** Listens for SIGTERM and SIGINT until the returned function is called. */
export function onStopSignals({onStop, onForce}: StopHandlers): () => void {
  let stopping = false
  const handle = (signal: NodeJS.Signals): void => {
    if (stopping) {
      onForce(signal)
    } else {
      stopping = true
      onStop(signal)
    }
  }
  process.on('SIGTERM', handle)
  process.on('SIGINT', handle)
  return () => {
    process.off('SIGTERM', handle)
    process.off('SIGINT', handle)
  }
}
