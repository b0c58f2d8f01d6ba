import type {ActionPolicy} from '../actions/registry.js'
import type {ActionResult} from '../actions/runner.js'

/**
 * Milliseconds until the next attempt, doubling as the policy says; undefined when there is none: it
 * succeeded, another attempt cannot help, all have been used, or it may have had its effect and must be held.
 * `attempt` counts from the last claim or release. What was interrupted may always be repeated, if it may be repeated at all.
 */
export function retryDelay(result: ActionResult, attempt: number, policy: ActionPolicy): number | undefined {
  if (result.outcome === 'succeeded' || result.retriable === false) return undefined
  if (result.outcome === 'unknown' && policy.onUnknown === 'hold') return undefined
  if (result.interrupted) return 0
  if (attempt >= policy.attempts) return undefined
  return Math.min(policy.backoff.initialMs * 2 ** (attempt - 1), policy.backoff.maxMs)
}
