import {DatabaseSync} from '@photostructure/sqlite'
import {mkdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {openDatabase} from '../../../../../src/lib/consumer/history/sqlite/database.js'
import {refuseNetworkFilesystem} from '../../../../../src/lib/consumer/history/sqlite/filesystem.js'
import {GroupCommit} from '../../../../../src/lib/consumer/history/sqlite/group-commit.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import {scratchFolder} from '../../../../helpers/scratch.js'
import {claimBatch, newClaim} from '../../../../helpers/claims.js'

const newPath = (): string => join(scratchFolder(), 'history.db')
const failed = (message: string) =>
  expect.objectContaining({
    code: 'STORAGE_FAILED',
    message: expect.stringContaining(message) as string,
  }) as Error

test('a full disk fails the whole commit, and nothing of it is kept', async () => {
  const path = newPath()
  const db = await openDatabase(path)
  const commits = new GroupCommit(db, path)
  db.exec('PRAGMA max_page_count = 30')
  const insert = db.prepare('INSERT INTO meta VALUES (?, ?)')
  const small = commits.write(() => insert.run('small', 'x'))
  const large = commits.write(() => insert.run('large', 'x'.repeat(1_000_000)))
  await expect(small).rejects.toThrow(failed('the disk is full'))
  await expect(large).rejects.toThrow(failed('the disk is full'))
  expect(db.prepare("SELECT * FROM meta WHERE name = 'small'").get()).toBeUndefined()
  await commits.write(() => insert.run('later', 'x'))
  db.close()
})

test('a file that is no database is refused', async () => {
  const path = newPath()
  writeFileSync(path, 'this is not a database, it is a text file that somebody named like one')
  await expect(openSqliteHistory(path)).rejects.toThrow(failed('it is no kbook history'))
})

test("another program's database is left alone", async () => {
  const path = newPath()
  const other = new DatabaseSync(path)
  other.exec('CREATE TABLE photos(id)')
  other.close()
  await expect(openSqliteHistory(path)).rejects.toThrow(failed('no kbook history'))
  await expect(openHistoryView(path)).rejects.toThrow(failed('no kbook history'))
})

test('a history that a newer version wrote is refused', async () => {
  const path = newPath()
  await (await openSqliteHistory(path)).close()
  const db = new DatabaseSync(path)
  db.exec('PRAGMA user_version = 99')
  db.close()
  await expect(openSqliteHistory(path)).rejects.toThrow(failed('newer kbook'))
})

test('a damaged history is an error, not an empty one', async () => {
  const path = newPath()
  const store = await openSqliteHistory(path)
  const claims = Array.from({length: 200}, (_, n) => newClaim(String(n), {payload: 'x'.repeat(500)}))
  await store.claim(claimBatch(...claims))
  await store.close()
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0x55, 4096))
  await expect(
    openSqliteHistory(path).then(async (opened) => {
      await opened.assign([]).finally(() => opened.close())
    }),
  ).rejects.toMatchObject({code: 'STORAGE_FAILED'})
  truncateSync(path, 100)
  await expect(openSqliteHistory(path)).rejects.toMatchObject({code: 'STORAGE_FAILED'})
})

test('a refused history is not left locked', async () => {
  const path = newPath()
  writeFileSync(path, 'x'.repeat(5000))
  for (let n = 0; n < 2; n++)
    await expect(openSqliteHistory(path)).rejects.toMatchObject({code: 'STORAGE_FAILED'})
})

test('a place that cannot be written to is named', async () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'file'), '')
  await expect(openSqliteHistory(join(folder, 'file', 'history.db'))).rejects.toThrow(
    failed('cannot be used'),
  )
  mkdirSync(join(folder, 'folder.db'))
  await expect(openSqliteHistory(join(folder, 'folder.db'))).rejects.toThrow(failed('cannot be opened'))
})

test.runIf(process.platform === 'linux')('network filesystems are refused by name', async () => {
  const stat = (type: number) => () => Promise.resolve({type}) as never
  await expect(refuseNetworkFilesystem('/mnt/h.db', stat(0x6969))).rejects.toThrow(failed('NFS'))
  await expect(refuseNetworkFilesystem('/mnt/h.db', stat(0xff534d42 | 0))).rejects.toThrow(failed('CIFS'))
  await expect(refuseNetworkFilesystem('/mnt/h.db', stat(0xef53))).resolves.toBeUndefined()
})
