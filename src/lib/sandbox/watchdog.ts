import {spawn} from 'node:child_process'

// The last line read names the processes to end; the folder to remove is the first argument.
const SCRIPT = 'while read -r line; do pids=$line; done; [ -n "$pids" ] && kill -9 $pids; rm -rf -- "$1"'

export interface Watchdog {
  /** Replaces the list of processes that must not outlive this one. */
  guard: (pids: readonly number[]) => void
  /** Ends the guarded processes and removes the folder now; resolves when that is done. */
  release: () => Promise<void>
}

/**
 * A shell that waits on a pipe from this process. However this process ends, the pipe closes, and the shell
 * kills what was guarded and removes the folder.
 */
export function startWatchdog(folder: string): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'kbook-sandbox-watchdog', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const gone = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve())
    shell.once('error', () => resolve())
  })
  shell.unref()
  // Neither the shell nor its pipe keeps this process alive.
  ;(shell.stdin as unknown as {unref: () => void}).unref()
  shell.stdin.on('error', () => undefined)
  return {
    guard: (pids) => {
      shell.stdin.write(`${pids.join(' ')}\n`)
    },
    release: async () => {
      shell.ref()
      shell.stdin.end()
      await gone
    },
  }
}
