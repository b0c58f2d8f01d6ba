import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'

/** The built program as a process of its own, with everything that it printed so far. */
export interface RunningKbook {
  readonly child: ChildProcess
  output: () => {stdout: string; stderr: string}
  /** Resolves when the pattern stands in its log or its result; rejects when it ends before. */
  seen: (pattern: RegExp) => Promise<RegExpExecArray>
  /** Its exit code, once it has ended. */
  ended: () => Promise<number | null>
  kill: (signal: NodeJS.Signals) => void
}

/** Starts `bin/run.js` of the build. Colours and the caller's own settings stay out. */
export function startKbook(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningKbook {
  const child = spawn(process.execPath, ['bin/run.js', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env},
  })
  const captured = {stdout: '', stderr: ''}
  const waiting: (() => void)[] = []
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data: Buffer) => {
      captured[name] += data.toString()
      wake()
    })
  }
  let closed = false
  const end = once(child, 'close').then(([code]: (number | null)[]) => {
    closed = true
    wake()
    return code ?? null
  })
  return {
    child,
    output: () => captured,
    ended: () => end,
    kill: (signal) => child.kill(signal),
    seen: async (pattern) => {
      for (;;) {
        const found = pattern.exec(captured.stderr) ?? pattern.exec(captured.stdout)
        if (found) return found
        if (closed)
          throw new Error(`it ended without ${String(pattern)}:\n${captured.stderr}${captured.stdout}`)
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}
