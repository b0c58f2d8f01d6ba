import {KbookError} from './lib/errors.js'

interface Question {
  readonly type: 'confirm' | 'input' | 'password'
  readonly message: string
  readonly default?: boolean
}

/**
 * Asks on the terminal, by stderr: stdout carries the result only.
 *
 * @throws KbookError `INTERRUPTED` on Ctrl-C, and on Ctrl-D, which would otherwise leave it waiting for ever.
 */
export async function ask<A>(question: Question): Promise<A> {
  const {createPromptModule} = await import('inquirer')
  const given = new AbortController()
  const onKey = (_: unknown, {ctrl, name}: {ctrl?: boolean; name?: string}): void => {
    if (ctrl && name === 'd') given.abort()
  }
  process.stdin.on('keypress', onKey)
  try {
    const prompt = createPromptModule({output: process.stderr, signal: given.signal})
    const {answer} = await prompt<{answer: A}>([{...question, name: 'answer'}])
    return answer
  } catch (error) {
    if (error instanceof Error && /^(?:Exit|Abort)PromptError$/.test(error.name)) {
      throw new KbookError('INTERRUPTED', 'interrupted: nothing was changed', {cause: error})
    }
    throw error
  } finally {
    process.stdin.off('keypress', onKey)
  }
}
