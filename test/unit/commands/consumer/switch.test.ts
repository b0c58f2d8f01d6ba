import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import ConsumerPause from '../../../../src/commands/consumer/pause.js'
import ConsumerResume from '../../../../src/commands/consumer/resume.js'
import {openSqliteHistory} from '../../../../src/lib/consumer/history/sqlite/store.js'
import {historyWith} from '../../../helpers/history.js'
import {runCommand} from '../../../helpers/run-command.js'

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-switch-'))
  path = join(directory, 'h.db')
  await historyWith(path, [])
})
afterEach(() => rm(directory, {recursive: true}))

test('a running consumer sees the switch, and the command names it', async () => {
  const running = await openSqliteHistory(path)
  const paused = await runCommand(ConsumerPause, ['--history', path, '--reason', 'restart storm'])
  expect(paused.stdout).toContain(`sre-oozie is paused: the consumer that runs (process ${process.pid}`)
  expect((await running.outsideChanges()).pause).toMatchObject({paused: true, reason: 'restart storm'})
  const resumed = await runCommand(ConsumerResume, ['--history', path, '--json'])
  expect(resumed.json()).toMatchObject({
    ok: true,
    result: {group: 'sre-oozie', paused: false, consumer: {pid: process.pid}},
  })
  expect((await running.outsideChanges()).pause.paused).toBe(false)
  await running.close()
})

test('without a running consumer, the next one starts paused', async () => {
  const {stdout} = await runCommand(ConsumerPause, ['--history', path])
  expect(stdout).toBe('sre-oozie is paused: no consumer runs now: the next one starts paused\n')
})
