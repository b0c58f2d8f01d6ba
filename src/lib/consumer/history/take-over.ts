import {readFile, rename} from 'node:fs/promises'
import {KbookError} from '../../errors.js'
import type {ImportReport} from './query.js'
import {openHistoryView} from './sqlite/view.js'

/**
 * Takes over the JSON file of an older consumer into the database beside it, once: the file is renamed then.
 * Undefined when there is no such file (any more).
 */
export async function takeOverJson(path: string, database: string): Promise<ImportReport | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new KbookError('STORAGE_FAILED', `the history ${path} cannot be read`, {
      hint: (cause as Error).message,
      cause,
    })
  }
  const view = await openHistoryView(database, {write: true})
  try {
    const report = view.importJson(text)
    await rename(path, `${path}.imported`)
    return report
  } finally {
    view.close()
  }
}
