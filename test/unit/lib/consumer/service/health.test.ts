import {expect, test} from 'vitest'
import {calculateHealth, healthLines} from '../../../../../src/lib/consumer/service/health.js'

const good = [
  {name: 'broker', ok: true},
  {name: 'history', ok: true},
]

test('ready when each condition holds and the process is old enough', () => {
  const health = calculateHealth(good, {ms: 30_000, readyAfterMs: 30_000})
  expect(health.ready).toBe(true)
  expect(healthLines(health)).toEqual(['[+] broker', '[+] history', '[+] uptime'])
})

test('a young process is not ready and says how young', () => {
  const health = calculateHealth(good, {ms: 12_345, readyAfterMs: 30_000})
  expect(health.ready).toBe(false)
  expect(healthLines(health)).toContain('[-] uptime: up 12s of 30s')
})

test('one failed condition is enough, and keeps its reason', () => {
  const conditions = [...good, {name: 'dead letters', ok: false, reason: 'not acknowledged'}]
  const health = calculateHealth(conditions, {ms: 60_000, readyAfterMs: 0})
  expect(health.ready).toBe(false)
  expect(healthLines(health)).toContain('[-] dead letters: not acknowledged')
})
