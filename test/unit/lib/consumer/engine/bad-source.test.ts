import {join} from 'node:path'
import {expect, test} from 'vitest'
import {createIncidentConsumer} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {IncidentConsumerOptions} from '../../../../../src/lib/consumer/engine/consumer.js'
import {unreadable} from '../../../../../src/lib/consumer/source/unreadable.js'
import {consumerConfig} from '../../../../helpers/consumer.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

const run = (folder: string, path: string, more: Partial<IncidentConsumerOptions> = {}): Promise<unknown> =>
  createIncidentConsumer({
    config: consumerConfig(),
    source: {kind: 'file', path},
    history: join(folder, 'history.db'),
    actions: {act: {run: () => Promise.resolve({outcome: 'succeeded'})}},
    ...more,
  }).run()

test('what is no file of lines is the request’s mistake, never a bug', async () => {
  const folder = scratchFolder()
  await expect(run(folder, folder)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    exitCode: 2,
    message: `${folder} is a folder`,
    hints: [expect.stringContaining('--file')],
  })
  await expect(run(folder, join(folder, 'nope'))).rejects.toMatchObject({code: 'NOT_FOUND', exitCode: 2})
  expect(unreadable('x', Object.assign(new Error('EACCES: …'), {code: 'EACCES'}))).toMatchObject({
    message: 'x may not be read by this user',
    exitCode: 2,
  })
})

test('a stream cannot be read from a place', async () => {
  const folder = scratchFolder()
  await expect(run(folder, '-', {from: {offset: 5n}})).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('--from') as string,
  })
})
