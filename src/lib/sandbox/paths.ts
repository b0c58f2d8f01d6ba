import {homedir} from 'node:os'
import {isAbsolute, join} from 'node:path'
import {stateFolder} from '../config/paths.js'
import {KbookError} from '../errors.js'
import type {SandboxUser} from './types.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Where downloaded jars are kept, by the hash of what they were resolved from. */
export function cacheFolder(env: Environment = process.env): string {
  const base = env['XDG_CACHE_HOME']
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'kbook')
}

/** Folder of all sandboxes of this user. */
export const sandboxRoot = (env: Environment = process.env): string => join(stateFolder(env), 'sandbox')

/** A sandbox's folder; its name becomes a folder's and a profile's, so only simple ones are taken. */
export function sandboxFolder(root: string, name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(name)) {
    throw new KbookError('BAD_INPUT', `"${name}" is no name for a sandbox`, {
      hint: 'Use lower-case letters, digits and dashes.',
    })
  }
  return join(root, name)
}

/** What a command that is advised needs so that it means that sandbox, with a space before it. */
export const nameFlag = (sandbox: string): string => (sandbox === 'default' ? '' : ` --name ${sandbox}`)

/** The profile by which commands reach a sandbox. */
export const profileName = (sandbox: string): string =>
  sandbox === 'default' ? 'sandbox' : `sandbox-${sandbox}`

/** What lies where in a sandbox's folder. */
export const layout = (dir: string) => ({
  state: join(dir, 'state.json'),
  lock: `${dir}.lock`,
  node: (id: number) => ({
    dir: join(dir, `node-${id}`),
    properties: join(dir, `node-${id}`, 'server.properties'),
    data: join(dir, `node-${id}`, 'data'),
    log: join(dir, `node-${id}`, 'broker.log'),
    logging: join(dir, `node-${id}`, 'log4j2.properties'),
  }),
  ca: join(dir, 'tls', 'ca.pem'),
  brokerKeystore: join(dir, 'tls', 'broker.pem'),
  certificate: (user: SandboxUser) => join(dir, 'tls', `${user}.pem`),
  key: (user: SandboxUser) => join(dir, 'tls', `${user}.key`),
  keystore: (user: SandboxUser) => join(dir, 'tls', `${user}.keystore.pem`),
  password: (user: SandboxUser) => join(dir, 'secrets', `${user}.password`),
  clientProperties: (user: SandboxUser) => join(dir, 'secrets', `${user}.properties`),
})
