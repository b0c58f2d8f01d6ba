import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {ActionRunner} from '../../../../../src/lib/consumer/actions/runner.js'
import {consumerConfig, incident, linesFile, runConsumer, scratchFolder, story} from '../../../../helpers/consumer.js'

const ok: ActionRunner = {run: () => Promise.resolve({outcome: 'succeeded'})}

test('acts once on each matching incident of a file, and not again in a second run', async () => {
  const folder = scratchFolder()
  const path = linesFile(folder, [incident('1'), incident('2', {team: 'web'}), incident('1'), 'not json'])
  const options = {
    config: consumerConfig(),
    source: {kind: 'file', path} as const,
    history: join(folder, 'history.db'),
    actions: {act: ok},
  }
  const first = await runConsumer(options)
  expect(story(first.events)).toEqual([
    'matched',
    'matched',
    'skipped bigpanda:1:act (repeated)',
    'dead',
    'running bigpanda:1:act',
    'succeeded bigpanda:1:act',
  ])
  expect(first.summary).toMatchObject({
    reason: 'end-of-input',
    counts: {messages: 4, incidents: 3, unmatched: 1, matched: 2, succeeded: 1, dead: 1},
    pending: 0,
    deadLetters: join(folder, 'incidents.dlq.jsonl'),
  })
  const second = await runConsumer(options)
  expect(story(second.events)).toEqual([])
  expect(second.summary.counts).toMatchObject({messages: 0})
})
