import type {Command} from '@oclif/core/command'
import {ExitError} from '@oclif/core/errors'
import {vi} from 'vitest'
import {leanConfig} from '../../src/lean-config.js'

export interface CommandRun {
  stdout: string
  stderr: string
  exitCode: number
  /** The stdout as JSON: the envelope under `--json`. */
  json: () => {
    ok: boolean
    result?: unknown
    error?: {code: string; message: string; hints: string[]; exitCode: number}
    warnings: string[]
  }
}

type CommandClass = new (
  argv: string[],
  config: Command['config'],
) => Command & {
  _run: () => Promise<unknown>
}

/** Runs a command in this process, from source, and keeps what it prints and what it would exit with. */
export async function runCommand(
  command: unknown,
  argv: readonly string[],
  id = 'test:command',
): Promise<CommandRun> {
  const Found = command as CommandClass
  ;(Found as unknown as typeof Command).id = id
  const captured = {stdout: '', stderr: ''}
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      captured[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      return true
    }),
  )
  let exitCode = 0
  try {
    const instance = new Found([...argv], leanConfig())
    await (instance as unknown as {_run: () => Promise<unknown>})._run()
  } catch (error) {
    if (!(error instanceof ExitError)) throw error
    exitCode = error.oclif.exit ?? 1
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return {...captured, exitCode, json: () => JSON.parse(captured.stdout) as ReturnType<CommandRun['json']>}
}
