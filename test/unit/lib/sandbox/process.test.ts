import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {expect, test} from 'vitest'
import {endProcess, isRunning, referTo, signalProcess} from '../../../../src/lib/sandbox/process.js'

test('a process is found while it runs, and ended for good', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'})
  await once(child, 'spawn')
  const ref = referTo(child.pid ?? 0)
  if (!ref) throw new Error('it runs')
  expect(isRunning(ref)).toBe(true)
  await endProcess(ref, 'SIGKILL')
  expect(isRunning(ref)).toBe(false)
  expect(signalProcess(ref, 'SIGTERM')).toBe(false)
})

test('a stranger with the same pid is never signalled', () => {
  const stranger = {pid: process.pid, identity: 'started at another time'}
  expect(isRunning(stranger)).toBe(false)
  expect(signalProcess(stranger, 'SIGKILL')).toBe(false)
})

test('there is no reference to a pid that nobody has', () => {
  expect(referTo(2 ** 30)).toBeUndefined()
})
