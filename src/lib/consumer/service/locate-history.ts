import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {Environment} from '../../config/paths.js'
import {KbookError} from '../../errors.js'
import type {ConsumerConfig} from '../config/types.js'
import {defaultHistoryPath, historyDirectory} from './history-path.js'

/**
 * Where the history of a configuration stands: its own path, else the default of its group. A file that stands in
 * for its topics has a default of its own, since a history belongs to one source.
 */
export function historyPathOf(
  config: ConsumerConfig,
  {standIn = false}: {standIn?: boolean} = {},
  env: Environment = process.env,
): string {
  const group = config.kafka?.groupId ?? config.name
  return config.history.path ?? defaultHistoryPath(standIn ? `${group}-file` : group, env)
}

/**
 * The history that is meant when only one can be: the only one in the default folder.
 *
 * @throws KbookError `BAD_INPUT` naming the choices
 */
export async function onlyHistory(env: Environment = process.env): Promise<string> {
  const directory = historyDirectory(env)
  const found = (await readdir(directory).catch(() => [])).filter((file) => file.endsWith('.db')).sort()
  const [only] = found
  if (only !== undefined && found.length === 1) return join(directory, only)
  throw new KbookError('BAD_INPUT', found.length > 1 ? 'which history?' : 'no history is named', {
    hint: [
      ...found.map((file) => `--history ${join(directory, file)}`),
      '--history PATH names one, --config FILE the one of that consumer.',
    ],
  })
}
