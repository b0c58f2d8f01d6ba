import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {waitForFiles} from '../../../../../src/lib/consumer/service/wait-for.js'

let directory: string
let certificate: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-wait-'))
  certificate = join(directory, 'service.cert.pem')
})
afterEach(() => rm(directory, {recursive: true}))

test('goes on when the file appears with content', async () => {
  await writeFile(certificate, '')
  const waiting: (readonly string[])[] = []
  await waitForFiles({
    files: [certificate],
    timeoutMs: 60_000,
    pollMs: 5,
    onWaiting: (missing) => {
      waiting.push(missing)
      void writeFile(certificate, 'PEM')
    },
  })
  expect(waiting).toEqual([[certificate]])
})

test('says nothing when everything is there', async () => {
  await writeFile(certificate, 'PEM')
  const onWaiting = (): never => {
    throw new Error('not expected')
  }
  await waitForFiles({files: [certificate], timeoutMs: 0, onWaiting})
})

test('names what is still missing', async () => {
  await expect(waitForFiles({files: [certificate], timeoutMs: 10, pollMs: 5})).rejects.toMatchObject({
    code: 'TIMEOUT',
    details: {missing: [certificate]},
  })
})

test('a signal ends the wait', async () => {
  const stop = new AbortController()
  await waitForFiles({
    files: [certificate],
    timeoutMs: 60_000,
    signal: stop.signal,
    onWaiting: () => {
      stop.abort()
    },
  })
})
