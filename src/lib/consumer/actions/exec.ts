import type {ExecActionConfig} from '../config/types.js'
import {deserialiseIncident} from '../incident/payload.js'
import {renderCommand, renderEnv} from '../incident/template.js'
import {abortedBy} from './abort.js'
import {actionEnvironment} from './environment.js'
import {Masker, secretValues} from './mask.js'
import {runProcessGroup, type GroupExit} from './process-group.js'
import type {ActionResult, ActionRun, ActionRunner, RunnerContext} from './runner.js'

/** Runs a program with the incident as JSON on its standard input. Exit code 0 is success. */
export function execRunner(config: ExecActionConfig, {env, secrets}: RunnerContext): ActionRunner {
  const masker = new Masker([...secrets, ...secretValues(Object.entries(env))])

  return {
    async run(run: ActionRun): Promise<ActionResult> {
      const incident = deserialiseIncident(run.claim.payload)
      const command = renderCommand(config.command, incident)
      if ('error' in command) return {outcome: 'failed', retriable: false, error: command.error}
      const configured = renderEnv(config.env, incident)
      if ('error' in configured) return {outcome: 'failed', retriable: false, error: configured.error}

      const tail = masker.tail()
      let exit: GroupExit
      try {
        exit = await runProcessGroup({
          command: command.value,
          cwd: config.cwd,
          env: actionEnvironment(run, env, configured.value),
          input: run.claim.payload,
          signal: run.signal,
          onOutput: (chunk) => tail.push(chunk),
        })
      } catch (error) {
        return {outcome: 'failed', retriable: false, error: `cannot be started: ${spawnError(error, config)}`}
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
  if (aborted?.abortCause === 'timeout') return {outcome: 'failed', error: aborted.message}
  if (aborted) return {outcome: 'unknown', interrupted: true, error: aborted.message}
  if (code === 0) return {outcome: 'succeeded'}
  return {outcome: 'failed', error: signal === null ? `exit code ${code ?? '?'}` : `ended by ${signal}`}
}

function spawnError(error: unknown, {command: [file], cwd}: ExecActionConfig): string {
  const {code, message} = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `no program "${file}", or no folder ${cwd}`
  if (code === 'EACCES') return `"${file}" is not executable`
  return message
}
