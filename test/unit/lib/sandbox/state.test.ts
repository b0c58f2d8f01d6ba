import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {withLock} from '../../../../src/lib/sandbox/state.js'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kbook-state-'))
})
afterEach(() => rm(root, {recursive: true, force: true}))

test('one change at a time', async () => {
  const dir = join(root, 'box')
  let second: unknown
  await withLock(dir, async () => {
    second = await withLock(dir, () => Promise.resolve('in')).catch((error: unknown) => error)
  })
  expect(second).toMatchObject({
    code: 'LOCKED',
    message: expect.stringContaining(String(process.pid)) as string,
  })
  expect(await withLock(dir, () => Promise.resolve('in'))).toBe('in')
  expect(await readdir(root)).toEqual([])
})

test('the lock of a killed process is taken over', async () => {
  const dir = join(root, 'box')
  await writeFile(`${dir}.lock`, JSON.stringify({pid: process.pid, identity: 'an earlier process'}))
  expect(await withLock(dir, () => Promise.resolve('in'))).toBe('in')
})
