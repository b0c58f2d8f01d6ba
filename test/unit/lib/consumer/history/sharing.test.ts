import {once} from 'node:events'
import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import {openDryRunHistory, openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import type {HistoryStore} from '../../../../../src/lib/consumer/history/store.js'
import {scratchFolder} from '../../../../helpers/scratch.js'
import {claimOne, newClaim} from '../../../../helpers/claims.js'

const KEY = 'test:1:act'
const start = {key: KEY, attempt: 1, at: 2000}
const end = {key: KEY, attempt: 1, at: 3000, outcome: 'succeeded'} as const

let path: string
let store: HistoryStore
beforeEach(async () => {
  path = join(scratchFolder(), 'history.db')
  store = await openSqliteHistory(path)
})
afterEach(() => store.close())

async function reopen(): Promise<void> {
  await store.close()
  store = await openSqliteHistory(path)
}

describe('ownership', () => {
  test('a second process is refused at once, and told who has it', async () => {
    await expect(openSqliteHistory(path)).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    })
  })

  test('it is not refused for a look at its lock that somebody takes just then', async () => {
    await store.close()
    const looking = new Worker(
      `const {DatabaseSync} = require('@photostructure/sqlite')
       const {parentPort, workerData} = require('node:worker_threads')
       const db = new DatabaseSync(workerData)
       db.exec('BEGIN; SELECT * FROM sqlite_schema')
       parentPort.postMessage('looking')
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
       db.close()`,
      {eval: true, workerData: `${path}.lock`},
    )
    await once(looking, 'message')
    store = await openSqliteHistory(path)
    await looking.terminate()
  })

  test('it can be opened again when it was closed', async () => {
    const {uuid} = store.identity()
    await reopen()
    expect(store.identity()).toEqual({uuid, clusterId: undefined, group: undefined})
  })

  test('it is bound to the first cluster and group', async () => {
    await store.bind({clusterId: 'c', group: 'g'})
    await store.bind({clusterId: 'c', group: 'g'})
    await reopen()
    expect(store.identity()).toMatchObject({clusterId: 'c', group: 'g'})
    await expect(store.bind({clusterId: 'c', group: 'other'})).rejects.toMatchObject({
      code: 'HISTORY_MISMATCH',
    })
    await expect(store.bind({clusterId: 'other', group: 'g'})).rejects.toMatchObject({
      code: 'HISTORY_MISMATCH',
    })
  })
})

describe('others at the same time', () => {
  test('a reader sees what is done, and who does it', async () => {
    await claimOne(store, newClaim('1'))
    const view = await openHistoryView(path)
    expect(view.info()).toMatchObject({holder: {pid: process.pid}, totals: {claimed: 1}})
    view.close()
  })

  test('the kill switch of another process is seen', async () => {
    expect((await store.outsideChanges()).pause.paused).toBe(false)
    const view = await openHistoryView(path, {write: true})
    view.setPause({paused: true, by: 'ann', reason: 'too many'})
    view.close()
    expect((await store.outsideChanges()).pause).toMatchObject({paused: true, by: 'ann', reason: 'too many'})
    await reopen()
    expect((await store.outsideChanges()).pause.paused).toBe(true)
  })

  test('an action that another process released is handed over once', async () => {
    await claimOne(store, newClaim('1'))
    await store.start(start)
    await store.finish({...end, outcome: 'failed'})
    await store.outsideChanges()
    const view = await openHistoryView(path, {write: true})
    view.applyResolve(view.planResolve(KEY, 'retry'), 'ann')
    view.close()
    expect((await store.outsideChanges()).released).toMatchObject([{key: KEY, attempts: 1}])
    expect((await store.outsideChanges()).released).toEqual([])
  })
})

describe('dry run', () => {
  test('sees what was done, claims in its own namespace, and consumes nothing', async () => {
    await claimOne(store, newClaim('1'))
    for (let round = 0; round < 2; round++) {
      const dry = await openDryRunHistory(path)
      expect(await claimOne(dry, newClaim('1'))).toMatchObject({reason: 'repeated'})
      expect(await claimOne(dry, newClaim('2'))).toMatchObject({claimed: {key: 'test:2:act'}})
      expect(await claimOne(dry, newClaim('2'))).toMatchObject({reason: 'repeated'})
      await dry.close()
    }
    expect(await claimOne(store, newClaim('2'))).toMatchObject({claimed: {}})
    expect((await store.assign([])).pending).toHaveLength(2)
  })

  test('without a history it leaves no file', async () => {
    const missing = join(scratchFolder(), 'none.db')
    const dry = await openDryRunHistory(missing)
    expect(await claimOne(dry, newClaim('1'))).toMatchObject({claimed: {}})
    await dry.close()
    await expect(openHistoryView(missing)).rejects.toMatchObject({code: 'NOT_FOUND'})
  })
})
