import {pauseBefore, sleep} from '../retry.js'

/**
 * Sends a request to where it belongs, and again when the answer says that this is elsewhere by now.
 * After `budgetMs` the last answer is returned as it is.
 */
export async function following<T>(
  moved: readonly number[],
  budgetMs: number,
  send: (attempt: number) => Promise<T>,
): Promise<T> {
  const started = performance.now()
  for (let attempt = 0; ; attempt++) {
    const answer = await send(attempt)
    const pause = pauseBefore(attempt + 1)
    if (!hasErrorCode(answer, moved) || performance.now() - started + pause > budgetMs) return answer
    await sleep(pause)
  }
}

/** Whether an answer carries one of the codes, at whichever level its version keeps them. */
export function hasErrorCode(answer: unknown, codes: readonly number[]): boolean {
  if (answer === null || typeof answer !== 'object' || Buffer.isBuffer(answer)) return false
  if (Array.isArray(answer)) return answer.some((item) => hasErrorCode(item, codes))
  return Object.entries(answer).some(([name, value]) =>
    name === 'errorCode' ? codes.includes(value as number) : hasErrorCode(value, codes),
  )
}
