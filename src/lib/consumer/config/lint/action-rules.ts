import {access, constants} from 'node:fs/promises'
import {delimiter, isAbsolute, join} from 'node:path'
import {duration} from '../../../output/format.js'
import {suggest} from '../findings.js'
import {placeOfKey, type Rule} from './rule.js'

/** An action that a condition names and nothing defines. */
export const undefinedActions: Rule = ({config}, findings) => {
  const defined = [...config.actions.keys()]
  for (const {name, place} of config.undefinedActions) {
    const fix =
      defined.length === 0 ? 'Define it under actions:, or name the file that does.' : suggest(name, defined)
    findings.error(place, `actions.${name}`, 'undefined-action', `the action ${name} is not defined`, fix)
  }
}

/**
 * An action of a configuration's own that none of its conditions names. A file of actions may be there for other
 * configurations too.
 */
export const unusedActions: Rule = ({config}, findings) => {
  const used = new Set(config.conditions.flatMap(({actions}) => actions))
  for (const {name, place} of config.actions.values()) {
    if (used.has(name) || place.file !== config.files[0]) continue
    findings.warning(place, `actions.${name}`, 'unused-action', `no condition runs the action ${name}`)
  }
}

/** A time-out that was set longer than a stop waits. */
export const timeoutWithinGrace: Rule = (linted, findings) => {
  const {config, places} = linted
  for (const {name, timeoutMs} of config.actions.values()) {
    const path = `actions.${name}.timeout`
    if (timeoutMs <= config.graceMs || !places.has(path)) continue
    const [timeout, grace] = [duration(timeoutMs), duration(config.graceMs)]
    findings.warning(
      placeOfKey(linted, path),
      path,
      'timeout-grace',
      `${name} may take ${timeout}, and is killed when a stop takes longer than ${grace}`,
      'Raise grace (and terminationGracePeriodSeconds of the pod), or shorten the time-out.',
    )
  }
}

/** A program that is not on this machine, which may be another than the one it will run on. */
export const programExists: Rule = async (linted, findings, env) => {
  for (const action of linted.config.actions.values()) {
    if (action.type !== 'exec') continue
    const [program] = action.command
    const candidates = isAbsolute(program)
      ? [program]
      : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program))
    if (await anyExecutable(candidates)) continue
    const path = `actions.${action.name}.exec.command`
    const message = `${action.name}: ${program} is not an executable file on this machine`
    findings.warning(placeOfKey(linted, path), path, 'no-program', message, 'Check its path, and chmod +x.')
  }
}

async function anyExecutable(files: readonly string[]): Promise<boolean> {
  const found = await Promise.allSettled(files.map((file) => access(file, constants.X_OK)))
  return found.some(({status}) => status === 'fulfilled')
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Incidents, and headers with secrets in them, that travel in the clear. */
export const encryptedRequests: Rule = (linted, findings) => {
  for (const action of linted.config.actions.values()) {
    if (action.type !== 'http') continue
    const {protocol, hostname} = new URL(action.url)
    if (protocol === 'https:' || LOOPBACK.test(hostname)) continue
    const path = `actions.${action.name}.http.url`
    const message = `${action.name} sends incidents unencrypted`
    findings.warning(placeOfKey(linted, path), path, 'plain-http', message, 'Use https.')
  }
}
