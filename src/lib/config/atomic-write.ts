import {mkdir, open, realpath, rename, rm} from 'node:fs/promises'
import {dirname} from 'node:path'

/**
 * Replaces a file as a whole or not at all, readable by its owner only unless `mode` says otherwise. A symbolic
 * link (as dotfile managers make them) stays one: the file that it leads to is replaced.
 */
export async function writeFileAtomically(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), {recursive: true, mode: 0o700})
  const target = await realpath(path).catch(() => path)
  const temporary = `${target}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w', mode)
    try {
      await file.chmod(mode)
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, {force: true})
    throw error
  }
  // The rename itself is durable once the folder is.
  const folder = await open(dirname(target), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
