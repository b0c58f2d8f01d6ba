import {homedir} from 'node:os'
import {isAbsolute, join, resolve} from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** The user's config file: `KBOOK_CONFIG`, or `kbook/config.yaml` where the XDG base directory spec puts it. */
export function configFilePath(env: Environment = process.env): string {
  if (env['KBOOK_CONFIG']) return resolve(expandHome(env['KBOOK_CONFIG']))
  const base = env['XDG_CONFIG_HOME']
  // The specification says that a relative one is to be ignored.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.config'), 'kbook', 'config.yaml')
}

/** Folder of what kbook remembers: the audit log, undos, sandboxes. `kbook` in the XDG state folder. */
export function stateFolder(env: Environment = process.env): string {
  const base = env['XDG_STATE_HOME']
  return join(base && isAbsolute(base) ? base : join(homedir(), '.local', 'state'), 'kbook')
}

/** An absolute path: `~/` is the home folder, anything relative starts at `base`. */
export const absolutePath = (path: string, base: string): string => resolve(base, expandHome(path))

const expandHome = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
