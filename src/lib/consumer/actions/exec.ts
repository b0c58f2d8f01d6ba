import {abortedBy} from './abort.js'
import {actionEnvironment} from './environment.js'
import {Masker, secretValues} from './mask.js'
import {runProcessGroup, type GroupExit} from './process-group.js'
import type {ActionResult, ActionRun, ActionRunner} from './runner.js'

export interface ExecSpec {
  /** Program and arguments; no shell ever sees them. */
  readonly command: readonly string[]
  readonly cwd?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** Runs a program with the incident as JSON on its standard input. Exit code 0 is success. */
export function execRunner(spec: ExecSpec, env: NodeJS.ProcessEnv): ActionRunner {
  const configured = spec.env ?? {}
  const masker = new Masker(secretValues({...env, ...configured}))

  return {
    type: 'exec',
    async run(run: ActionRun): Promise<ActionResult> {
      const tail = masker.tail()
      let exit: GroupExit
      try {
        exit = await runProcessGroup({
          command: spec.command,
          cwd: spec.cwd,
          env: actionEnvironment(run, env, configured),
          input: run.claim.payload,
          signal: run.signal,
          onOutput: (chunk) => tail.push(chunk),
        })
      } catch (error) {
        return {outcome: 'failed', retriable: false, error: `cannot be started: ${spawnError(error, spec)}`}
      }
      const output = masker.readTail(tail)
      return {
        ...judge(exit, run.signal),
        ...(exit.code === null ? {} : {code: exit.code}),
        ...(output === undefined ? {} : {output}),
      }
    },
  }
}

function judge({code, signal}: GroupExit, abort: AbortSignal): ActionResult {
  const aborted = abortedBy(abort)
  // Even with exit code 0: programs that are told to end often end politely, with their work half done.
  if (aborted) {
    return {outcome: aborted.abortCause === 'timeout' ? 'failed' : 'unknown', error: aborted.message}
  }
  if (code === 0) return {outcome: 'succeeded'}
  return {outcome: 'failed', error: signal === null ? `exit code ${code ?? '?'}` : `ended by ${signal}`}
}

function spawnError(error: unknown, {command: [file = ''], cwd}: ExecSpec): string {
  const {code, message} = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `no program "${file}"${cwd === undefined ? '' : ` (or no folder ${cwd})`}`
  if (code === 'EACCES') return `"${file}" is not executable`
  return message
}
