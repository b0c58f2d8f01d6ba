import {KbookError} from '../../errors.js'

/** The value, or the library's own error as a value; anything else is a bug and is thrown on. */
export async function attempt<T>(run: () => Promise<T>): Promise<{value: T} | {error: KbookError}> {
  try {
    return {value: await run()}
  } catch (error) {
    if (error instanceof KbookError) return {error}
    throw error
  }
}
