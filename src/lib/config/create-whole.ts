import {randomUUID} from 'node:crypto'
import {link, rm, writeFile} from 'node:fs/promises'

/** Makes a file that is never seen without its content. False when there is one already. */
export async function createWhole(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    await writeFile(draft, content, {flag: 'wx', mode: 0o600})
    await link(draft, path)
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // A file system without links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return await createPlain(path, content)
    throw error
  } finally {
    await rm(draft, {force: true})
  }
}

const createPlain = (path: string, content: string): Promise<boolean> =>
  writeFile(path, content, {flag: 'wx', mode: 0o600}).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    },
  )
