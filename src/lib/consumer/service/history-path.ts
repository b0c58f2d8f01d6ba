import {homedir} from 'node:os'
import {isAbsolute, join} from 'node:path'
import type {Environment} from '../../config/paths.js'

/** `kbook/history` where the XDG base directory specification keeps what must survive a restart. */
export function historyDirectory(env: Environment = process.env): string {
  const base = env['XDG_STATE_HOME']
  return join(base && isAbsolute(base) ? base : join(homedir(), '.local', 'state'), 'kbook', 'history')
}

/** Where the history of a consumer group stands when nothing else is said. */
export const defaultHistoryPath = (group: string, env: Environment = process.env): string =>
  // Group ids may hold slashes; dots alone would be folders.
  join(historyDirectory(env), `${encodeURIComponent(group)}.db`)

/** The database of a history that is still named by the JSON file it was imported from. */
export const databasePath = (path: string): string =>
  path.endsWith('.json') ? `${path.slice(0, -'json'.length)}db` : path
