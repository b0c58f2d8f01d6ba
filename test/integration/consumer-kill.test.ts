import {expect, test} from 'vitest'
import {scratchFolder} from '../helpers/scratch.js'
import {sharedKafka} from '../helpers/kafka.js'
import {killLoop} from '../helpers/kill-loop.js'

const size = {incidents: 300, kills: 6}

test('killed at random moments, no action runs twice and none is lost', async () => {
  const kafka = await sharedKafka()
  const report = await killLoop({connection: kafka.connection(), folder: scratchFolder(), ...size})
  expect(report.twice).toEqual([])
  expect(report.lost).toEqual([])
  expect(report.once + report.unknown).toBe(report.expected)
  expect(report.once).toBeGreaterThan(0)
})

test('the same check finds a history whose claims are durable too late', async () => {
  const kafka = await sharedKafka()
  const report = await killLoop({
    connection: kafka.connection(),
    folder: scratchFolder(),
    mutation: 'late-claims',
    ...size,
  })
  expect(report.twice.length + report.lost.length).toBeGreaterThan(0)
})

test('the same check finds a history whose starts are durable too late', async () => {
  const kafka = await sharedKafka()
  const report = await killLoop({
    connection: kafka.connection(),
    folder: scratchFolder(),
    mutation: 'late-starts',
    ...size,
  })
  expect(report.twice.length + report.lost.length).toBeGreaterThan(0)
})
