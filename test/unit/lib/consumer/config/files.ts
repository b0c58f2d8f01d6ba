import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'

/** A folder for the tests of one file, removed afterwards; `write` answers the path of what it wrote. */
export function temporaryFolder(): {
  readonly path: string
  readonly write: (name: string, text: string) => string
} {
  const path = mkdtempSync(join(tmpdir(), 'kbook-config-'))
  afterAll(() => rmSync(path, {recursive: true}))
  return {
    path,
    write: (name, text) => {
      const file = join(path, name)
      writeFileSync(file, text)
      return file
    },
  }
}
