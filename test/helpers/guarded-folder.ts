import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isRunning} from '../../src/lib/sandbox/process.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import type {ProcessRef} from '../../src/lib/sandbox/types.js'
import {startWatchdog} from '../../src/lib/sandbox/watchdog.js'

export interface GuardedFolder {
  path: string
  /** To be told of each sandbox under test that is to outlive commands, but not the tests. */
  guard: (sandbox: Pick<Sandbox, 'nodes'>) => void
  remove: () => Promise<void>
}

/** A temporary folder that goes away with the brokers in it, even when the test process is killed. */
export async function guardedFolder(): Promise<GuardedFolder> {
  const path = await mkdtemp(join(tmpdir(), 'kbook-guarded-'))
  const watchdog = startWatchdog(path)
  let guarded: ProcessRef[] = []
  const update = (): void => {
    guarded = guarded.filter(isRunning)
    watchdog.guard(guarded.map(({pid}) => pid))
  }
  return {
    path,
    guard: ({nodes}) => {
      guarded.push(...nodes.flatMap(({process}) => process ?? []))
      update()
    },
    remove: () => {
      update()
      return watchdog.release()
    },
  }
}
