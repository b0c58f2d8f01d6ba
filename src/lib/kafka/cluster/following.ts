import {retrying} from '../retry.js'
import {TransportError} from '../transport-error.js'

/**
 * Sends a request to where it belongs, and again when that turns out to be elsewhere by now: because the answer
 * says so, or because the broker is away. When the answer still says so after `budgetMs`, it is returned as it is.
 */
export async function following<T>(
  moved: readonly number[],
  budgetMs: number,
  canRepeat: boolean,
  send: (attempt: number) => Promise<T>,
): Promise<T> {
  let last: {answer: T} | undefined
  try {
    return await retrying(budgetMs, canRepeat, async (attempt) => {
      last = undefined
      const answer = await send(attempt)
      if (!hasErrorCode(answer, moved)) return answer
      last = {answer}
      throw MOVED
    })
  } catch (error) {
    if (error === MOVED && last) return last.answer
    throw error
  }
}

// The broker did nothing with such a request, so that any may be sent again.
const MOVED = new TransportError('REQUEST_FAILED', 'the request belongs to another broker', {
  patienceMs: Infinity,
})

/** Whether an answer carries one of the codes, at whichever level its version keeps them. */
export function hasErrorCode(answer: unknown, codes: readonly number[]): boolean {
  if (answer === null || typeof answer !== 'object' || Buffer.isBuffer(answer)) return false
  if (Array.isArray(answer)) return answer.some((item) => hasErrorCode(item, codes))
  return Object.entries(answer).some(([name, value]) =>
    name === 'errorCode' ? codes.includes(value as number) : hasErrorCode(value, codes),
  )
}
