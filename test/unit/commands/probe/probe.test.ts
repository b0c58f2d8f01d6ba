import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import ProbeLive from '../../../../src/commands/probe/live.js'
import ProbeReady from '../../../../src/commands/probe/ready.js'
import {writePidFile} from '../../../../src/lib/consumer/service/pid-file.js'
import {writeStatus} from '../../../../src/lib/consumer/service/status-file.js'
import {runCommand} from '../../../helpers/run-command.js'

let directory: string
let pidFile: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-probe-'))
  pidFile = join(directory, 'consumer.pid')
  await writePidFile(pidFile)
  const checks = [{name: 'broker', ok: false, reason: 'not reached'}]
  await writeStatus(pidFile, {ready: false, checks, pid: process.pid, startedAt: 0, beatAt: Date.now()})
})
afterEach(() => rm(directory, {recursive: true}))

test('a consumer whose broker is away: live exits 0, ready exits 3 and says why', async () => {
  const live = await runCommand(ProbeLive, ['--pid-file', pidFile])
  expect(live).toMatchObject({exitCode: 0, stdout: `process ${process.pid} is live\n`, stderr: ''})
  const ready = await runCommand(ProbeReady, ['--pid-file', pidFile])
  expect(ready).toMatchObject({exitCode: 3, stdout: ''})
  expect(ready.stderr).toContain('[-] broker: not reached')
})

test('the JSON shapes', async () => {
  const live = await runCommand(ProbeLive, ['--pid-file', pidFile, '--json'])
  expect(live.json()).toEqual({
    ok: true,
    result: {probe: 'live', ok: true, lines: [`process ${process.pid} is live`]},
    warnings: [],
  })
  const ready = await runCommand(ProbeReady, ['--pid-file', pidFile, '--json'])
  expect(ready.json()).toMatchObject({ok: false, error: {code: 'CHECK_FAILED', exitCode: 3}})
})
