/** One condition of readiness, such as `broker` or `history`. */
export interface HealthCheck {
  name: string
  ok: boolean
  /** Why not, in a few words; never a value from a message. */
  reason?: string
}

/** Whether this process should take work. Liveness is no part of it: answering at all is the proof of that. */
export interface Health {
  ready: boolean
  checks: readonly HealthCheck[]
}

/** Ready when each condition of the loop holds and the process has been up for long enough. */
export function calculateHealth(
  conditions: readonly HealthCheck[],
  uptime: {ms: number; readyAfterMs: number},
): Health {
  const young = uptime.ms < uptime.readyAfterMs
  const checks: HealthCheck[] = [
    ...conditions,
    {
      name: 'uptime',
      ok: !young,
      ...(young ? {reason: `up ${seconds(uptime.ms)} of ${seconds(uptime.readyAfterMs)}`} : {}),
    },
  ]
  return {ready: checks.every(({ok}) => ok), checks}
}

const seconds = (ms: number): string => `${Math.floor(ms / 1000)}s`

/** One line a condition, as Kubernetes's own `/readyz?verbose` writes them. */
export const healthLines = (health: Health): string[] =>
  health.checks.map(
    ({name, ok, reason}) => `[${ok ? '+' : '-'}] ${name}${ok ? '' : `: ${reason ?? 'failed'}`}`,
  )
