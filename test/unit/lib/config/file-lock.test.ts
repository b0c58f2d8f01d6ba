import {existsSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {withFileLock} from '../../../../src/lib/config/file-lock.js'

let path: string
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'kbook-lock-')), 'config.yaml')
})
afterEach(() => rm(join(path, '..'), {recursive: true}))

it('lets one in at a time and goes away, after a failure too', async () => {
  let inside = 0
  const work = async (): Promise<void> => {
    expect(++inside).toBe(1)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all([withFileLock(path, work), withFileLock(path, work), withFileLock(path, work)])
  await expect(withFileLock(path, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(existsSync(`${path}.lock`)).toBe(false)
})

it('names the process that keeps it, and how to be rid of a lock that was left', async () => {
  await writeFile(`${path}.lock`, '4242')
  await expect(withFileLock(path, () => Promise.resolve(), 0)).rejects.toMatchObject({
    code: 'LOCKED',
    exitCode: 5,
    message: `${path} is being written by process 4242`,
    hints: [`If that process is gone: rm ${path}.lock`],
  })
})
