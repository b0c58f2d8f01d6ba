import {existsSync, readdirSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {withFileLock} from '../../../../src/lib/config/file-lock.js'
import {thisProcess} from '../../../../src/lib/config/lock-owner.js'

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
  await writeFile(`${path}.lock`, String(process.ppid))
  await expect(withFileLock(path, () => Promise.resolve(), 0)).rejects.toMatchObject({
    code: 'LOCKED',
    exitCode: 5,
    message: `${path} is being written by process ${process.ppid}`,
    hints: [`If that process is gone: rm ${path}.lock`],
  })
})

const GONE = 2 ** 22 - 3
const left = (more: object = {}): string =>
  JSON.stringify({...thisProcess(), pid: GONE, identity: 'gone', nonce: 'n-1', ...more})

it.each([
  ['killed', left()],
  ['of an earlier version', String(GONE)],
  ['whose number another one has now', left({pid: process.ppid})],
])('takes over the lock of a process that is gone: one %s', async (_what, text) => {
  await writeFile(`${path}.lock`, text)
  expect(await withFileLock(path, () => Promise.resolve('done'), 0)).toBe('done')
  expect(readdirSync(dirname(path))).toEqual([])
})

it('lets one take it over, also when who began to do so is gone', async () => {
  await writeFile(`${path}.lock`, left())
  await writeFile(`${path}.lock.n-1`, left({nonce: 'n-2'}))
  let inside = 0
  const work = async (): Promise<void> => {
    expect(++inside).toBe(1)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all(Array.from({length: 10}, () => withFileLock(path, work)))
  expect(readdirSync(dirname(path))).toEqual([])
})

it.each([
  ['another machine', left({where: 'elsewhere'})],
  ['nobody who says so', ''],
])('leaves alone the lock of %s', async (_what, text) => {
  await writeFile(`${path}.lock`, text)
  await expect(withFileLock(path, () => Promise.resolve(), 0)).rejects.toMatchObject({code: 'LOCKED'})
})
