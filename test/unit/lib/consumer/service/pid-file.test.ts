import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {
  defaultPidFile,
  isAlive,
  readPidFile,
  removePidFile,
  writePidFile,
} from '../../../../../src/lib/consumer/service/pid-file.js'
import {STALE_AFTER_MS, writeStatus} from '../../../../../src/lib/consumer/service/status-file.js'

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-pid-'))
  path = join(directory, 'run', 'consumer.pid')
})
afterEach(() => rm(directory, {recursive: true}))

test('holds the number alone, as `kill -0 "$(cat …)"` needs it', async () => {
  await writePidFile(path)
  expect(await readFile(path, 'utf8')).toBe(`${process.pid}\n`)
})

test('is taken over from our own start script and from a dead process', async () => {
  await writePidFile(path)
  await writePidFile(path)
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  await writeFile(path, `${child.pid ?? 0}\n`)
  await writePidFile(path)
  expect(await readPidFile(path)).toBe(process.pid)
})

test('is refused while another consumer runs, and left to it; any other process does not count', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  const status = {ready: true, checks: [], pid, startedAt: 0}
  try {
    await writePidFile(path, pid)
    await writeStatus(path, {...status, beatAt: Date.now()})
    await expect(writePidFile(path)).rejects.toMatchObject({code: 'LOCKED'})
    await removePidFile(path)
    expect(await readPidFile(path)).toBe(pid)

    await writeStatus(path, {...status, beatAt: Date.now() - STALE_AFTER_MS - 1})
    await writePidFile(path)
    expect(await readPidFile(path)).toBe(process.pid)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

test.each(['', 'abc', '-1', '0', '12 34'])('%j is no process id', async (text) => {
  const file = join(directory, 'other.pid')
  await writeFile(file, text)
  expect(await readPidFile(file)).toBeUndefined()
})

test('has no default where its directory is missing', async () => {
  expect(await defaultPidFile(join(directory, 'missing', 'consumer.pid'))).toBeUndefined()
  expect(await defaultPidFile(join(directory, 'consumer.pid'))).toBe(join(directory, 'consumer.pid'))
})

test('this process is alive', () => {
  expect(isAlive(process.pid)).toBe(true)
})
