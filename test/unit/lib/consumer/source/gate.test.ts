import {expect, test} from 'vitest'
import {Gate} from '../../../../../src/lib/consumer/source/gate.js'

test('lets through, holds, and lets go', async () => {
  const gate = new Gate()
  expect(await gate.pass()).toBe(true)
  gate.hold()
  const passed = gate.pass()
  gate.release()
  expect(await passed).toBe(true)
})

test('stopping ends every wait', async () => {
  const gate = new Gate()
  gate.hold()
  const waits = Promise.all([
    gate.pass(),
    gate.sleep(60_000),
    gate.unlessStopped(new Promise(() => undefined)),
  ])
  gate.stop()
  expect(await waits).toEqual([false, false, undefined])
  expect(await gate.pass()).toBe(false)
  expect(await gate.sleep(60_000)).toBe(false)
  expect(await gate.unlessStopped(Promise.resolve(1))).toBeUndefined()
})

test('releasing cuts a sleep short, and it goes on', async () => {
  const gate = new Gate()
  const slept = gate.sleep(60_000)
  gate.release()
  expect(await slept).toBe(true)
})

test('what a promise comes to is passed on', async () => {
  const gate = new Gate()
  expect(await gate.unlessStopped(Promise.resolve(7))).toBe(7)
  await expect(gate.unlessStopped(Promise.reject(new Error('no')))).rejects.toThrow('no')
})
