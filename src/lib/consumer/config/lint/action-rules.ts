import {access, constants} from 'node:fs/promises'
import {delimiter, isAbsolute, join} from 'node:path'
import {duration} from '../../../output/format.js'
import {suggest} from '../findings.js'
import type {CommonRule, Rule} from './rule.js'

/** An action that a condition names and nothing defines. */
export const undefinedActions: Rule = ({config}, findings) => {
  const defined = [...config.actions.keys()]
  for (const {name, place} of config.undefinedActions) {
    const fix =
      defined.length === 0 ? 'Define it under actions:, or name the file that does.' : suggest(name, defined)
    findings.error(place, `actions.${name}`, 'undefined-action', `the action ${name} is not defined`, fix)
  }
}

/** An action that no condition of any of the configurations names. */
export const unusedActions: CommonRule = (all, findings) => {
  const used = new Set(all.flatMap(({config}) => config.conditions.flatMap(({actions}) => actions)))
  const unused = new Map(
    all
      .flatMap(({config}) => [...config.actions.values()])
      .filter(({name}) => !used.has(name))
      .map((action) => [`${action.place.file}:${action.name}`, action]),
  )
  for (const {name, place} of unused.values()) {
    findings.warning(place, `actions.${name}`, 'unused-action', `no condition runs the action ${name}`)
  }
}

/** An attempt may take longer than a stop waits for it. */
export const timeoutWithinGrace: Rule = ({config}, findings) => {
  for (const {name, timeoutMs, place} of config.actions.values()) {
    if (timeoutMs <= config.graceMs) continue
    const [timeout, grace] = [duration(timeoutMs), duration(config.graceMs)]
    findings.warning(
      place,
      `actions.${name}.timeout`,
      'timeout-grace',
      `${name} may take ${timeout}, and is killed when a stop takes longer than ${grace}`,
      'Raise grace (and terminationGracePeriodSeconds of the pod), or shorten the time-out.',
    )
  }
}

/** A program that is not on this machine, which may be another than the one it will run on. */
export const programExists: Rule = async ({config}, findings, env) => {
  for (const action of config.actions.values()) {
    if (action.type !== 'exec') continue
    const [program] = action.command
    const candidates = isAbsolute(program)
      ? [program]
      : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program))
    if (await anyExecutable(candidates)) continue
    const message = `${action.name}: ${program} is not an executable file on this machine`
    findings.warning(
      action.place,
      `actions.${action.name}.exec.command`,
      'no-program',
      message,
      'Check its path, and chmod +x.',
    )
  }
}

async function anyExecutable(files: readonly string[]): Promise<boolean> {
  const found = await Promise.allSettled(files.map((file) => access(file, constants.X_OK)))
  return found.some(({status}) => status === 'fulfilled')
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Incidents, and headers with secrets in them, that travel in the clear. */
export const encryptedRequests: Rule = ({config}, findings) => {
  for (const action of config.actions.values()) {
    if (action.type !== 'http') continue
    const {protocol, hostname} = new URL(action.url)
    if (protocol === 'https:' || LOOPBACK.test(hostname)) continue
    const message = `${action.name} sends incidents unencrypted`
    findings.warning(action.place, `actions.${action.name}.http.url`, 'plain-http', message, 'Use https.')
  }
}
