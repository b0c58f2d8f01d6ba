import {spawn, type ChildProcess} from 'node:child_process'

/** Between asking a process group to end and ending it. */
const KILL_AFTER_MS = 5000

/** Groups that run now. None outlives this process, unless that is killed itself. */
const running = new Set<ChildProcess>()
const killAll = (): void => {
  for (const child of running) killGroup(child, 'SIGKILL')
}

function track(child: ChildProcess): () => void {
  if (running.size === 0) process.on('exit', killAll)
  running.add(child)
  return () => {
    running.delete(child)
    if (running.size === 0) process.off('exit', killAll)
  }
}

export interface GroupExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface GroupOptions {
  readonly command: readonly string[]
  readonly cwd: string | undefined
  readonly env: NodeJS.ProcessEnv
  readonly input: string
  /** When it aborts, the whole group is told to end, then killed. */
  readonly signal: AbortSignal
  readonly onOutput: (chunk: Buffer) => void
}

/**
 * Runs a program (never a shell) as the leader of a process group of its own, so that its children can be
 * ended with it. Rejects when it cannot be started.
 */
export function runProcessGroup(options: GroupOptions): Promise<GroupExit> {
  const [file = '', ...args] = options.command
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {cwd: options.cwd, env: options.env, detached: true, stdio: 'pipe'})
    const untrack = track(child)
    const stopKilling = killOnAbort(child, options.signal)
    child.on('error', (error) => {
      untrack()
      stopKilling()
      reject(error)
    })
    child.stdout.on('data', options.onOutput)
    child.stderr.on('data', options.onOutput)
    // A program that does not read its input closes the pipe: no failure.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input)
    child.on('exit', (code, signal) => {
      untrack()
      stopKilling()
      if (options.signal.aborted) killGroup(child, 'SIGKILL')
      closeOutput(child).then(() => resolve({code, signal}), reject)
    })
  })
}

/**
 * Resolves when the output is read. A background process that the program left behind may hold the pipe for
 * ever: what comes after the program's own end is not waited for long.
 */
function closeOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    }, 1000)
    child.on('close', () => {
      clearTimeout(giveUp)
      resolve()
    })
  })
}

function killOnAbort(child: ChildProcess, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    killGroup(child, 'SIGTERM')
    timer = setTimeout(() => killGroup(child, 'SIGKILL'), KILL_AFTER_MS)
  }
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  return () => {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}
