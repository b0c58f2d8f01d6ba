import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import type {Health} from '../../../../../src/lib/consumer/service/health.js'
import {serveHttp, type ConsumerHttpServer} from '../../../../../src/lib/consumer/service/http-server.js'
import {writePidFile} from '../../../../../src/lib/consumer/service/pid-file.js'
import {probe} from '../../../../../src/lib/consumer/service/probe.js'
import {STALE_AFTER_MS, statusPath, writeStatus} from '../../../../../src/lib/consumer/service/status-file.js'

const ready: Health = {ready: true, checks: [{name: 'broker', ok: true}]}
const notReady: Health = {ready: false, checks: [{name: 'broker', ok: false, reason: 'not reached'}]}

let directory: string
let pidFile: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-probe-'))
  pidFile = join(directory, 'consumer.pid')
})
afterEach(() => rm(directory, {recursive: true}))

const running = async (health: Health, beatAt = Date.now()): Promise<void> => {
  await writePidFile(pidFile)
  await writeStatus(pidFile, {...health, pid: process.pid, startedAt: 0, beatAt})
}

test('live and ready by the files of a running consumer', async () => {
  await running(ready)
  await expect(probe('live', {pidFile})).resolves.toMatchObject({ok: true})
  await expect(probe('ready', {pidFile})).resolves.toMatchObject({ok: true})
})

test('a broker away: live, not ready, and the reason is told', async () => {
  await running(notReady)
  await expect(probe('live', {pidFile})).resolves.toMatchObject({ok: true})
  await expect(probe('ready', {pidFile})).rejects.toMatchObject({
    code: 'CHECK_FAILED',
    exitCode: 3,
    message: 'the consumer is not ready\n[-] broker: not reached',
  })
})

test('a stuck event loop is neither live nor ready', async () => {
  await running(ready, Date.now() - STALE_AFTER_MS - 1000)
  await expect(probe('live', {pidFile})).rejects.toThrow('has not turned its event loop for 31s')
  await expect(probe('ready', {pidFile})).rejects.toThrow('has not turned its event loop')
})

test('no PID file, no status, a broken status', async () => {
  await expect(probe('live', {pidFile})).rejects.toThrow('no process id')
  await writePidFile(pidFile)
  await expect(probe('live', {pidFile})).rejects.toThrow("cannot read the consumer's status")
  await writeFile(statusPath(pidFile), '{}')
  await expect(probe('live', {pidFile})).rejects.toThrow("is not a consumer's status")
})

test('over HTTP, with and without a scheme', async () => {
  let health = ready
  const server: ConsumerHttpServer = await serveHttp('127.0.0.1:0', {
    health: () => health,
    metrics: () => Promise.resolve({contentType: 'text/plain', body: 'up 1\n'}),
  })
  try {
    await expect(probe('live', {pidFile, url: server.url})).resolves.toMatchObject({ok: true, lines: ['ok']})
    await expect(probe('ready', {pidFile, url: server.url.slice('http://'.length)})).resolves.toMatchObject({
      lines: ['[+] broker'],
    })
    health = notReady
    await expect(probe('ready', {pidFile, url: server.url})).rejects.toThrow('answers 503')
  } finally {
    await server.close()
  }
  await expect(probe('live', {pidFile, url: server.url})).rejects.toThrow('no answer from')
})
