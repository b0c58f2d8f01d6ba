import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {hostname} from 'node:os'
import {access} from 'node:fs/promises'
import {KbookError} from '../../../errors.js'
import type {HistoryStore, Namespace, PauseSwitch, SourcePosition} from '../store.js'
import {attemptWriter} from './attempts.js'
import {claimWriter, positionValues} from './claims.js'
import {checkPlace, IN_MEMORY, openDatabase} from './database.js'
import {storageError} from './errors.js'
import {GroupCommit} from './group-commit.js'
import {lockedBy, takeLock, type HistoryLock} from './lock.js'
import {historyMeta, type Meta} from './meta.js'
import {prune} from './prune.js'

/** How exactly the end of a consumer that was killed is known. */
const ALIVE_MS = 10_000

/**
 * Opens the history of one consumer for this process alone, and forgets what is older than its retention
 * (milliseconds).
 *
 * @throws KbookError `LOCKED` when another process has it, `STORAGE_FAILED` when it cannot be used
 */
export async function openSqliteHistory(path: string, retentionMs = Infinity): Promise<HistoryStore> {
  await checkPlace(path, {create: true})
  const lock = await takeLock(path)
  if (!lock) {
    const db = await openDatabase(path, {readOnly: true})
    const holder = historyMeta(db).holder()
    db.close()
    throw lockedBy(path, holder)
  }
  try {
    const db = await openDatabase(path)
    const meta = historyMeta(db)
    const now = Date.now()
    const idleMs = now - (meta.aliveAt() ?? now)
    meta.setHolder({pid: process.pid, host: hostname(), since: now})
    if (retentionMs !== Infinity) prune(db, Date.now() - retentionMs)
    return sqliteStore(db, path, 'main', {lock, idleMs})
  } catch (error) {
    lock.release()
    throw storageError(error, path)
  }
}

/**
 * Opens a history for a dry run: it sees what has been done, writes only into its own namespace, which begins
 * empty, and works while a consumer holds the history. Without a file it lives in memory.
 */
export async function openDryRunHistory(path: string): Promise<HistoryStore> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  const place = exists ? path : IN_MEMORY
  const db = await openDatabase(place)
  db.prepare("DELETE FROM actions WHERE namespace = 'dry-run'").run()
  return sqliteStore(db, place, 'dry-run')
}

/** What the one process has that consumes with the history. */
interface Ownership {
  lock: HistoryLock
  idleMs: number
}

function sqliteStore(db: DatabaseSync, path: string, namespace: Namespace, own?: Ownership): HistoryStore {
  const meta = historyMeta(db)
  const commits = new GroupCommit(db, path)
  const claims = claimWriter(db, namespace)
  const attempts = attemptWriter(db, namespace)
  const selectPositions = db.prepare('SELECT * FROM positions')
  const selectStarts = db.prepare('SELECT started_at AS at FROM attempts WHERE started_at >= ? ORDER BY 1')
  const selectCount = db.prepare("SELECT count(*) AS n FROM actions WHERE namespace = 'main'")
  const move = db.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?, ?, ?)')
  const dataVersion = db.prepare('PRAGMA data_version')
  const version = (): number => (dataVersion.get() as {data_version: number}).data_version
  let restored = false
  let seenVersion = -1
  let pause: PauseSwitch = meta.pause()
  let aliveAt = 0

  // Async, so that a failing read rejects as a failing write does.
  // eslint-disable-next-line @typescript-eslint/require-await
  const read = async <T>(query: () => T): Promise<T> => {
    try {
      return query()
    } catch (error) {
      throw storageError(error, path)
    }
  }

  return {
    identity: () => meta.identity(),
    bind: (owner) => commits.write(() => bind(meta, path, owner)).then(throwMismatch),
    positions: () => read(() => (selectPositions.all() as PositionRow[]).map(toPosition)),
    // One process has the whole history: the first assignment brings back all that was left.
    assign: () =>
      commits.write(() => {
        if (restored) return {pending: [], unknown: [], idleMs: 0}
        restored = true
        return {...attempts.restore(Date.now()), idleMs: own?.idleMs ?? 0}
      }),
    revoke: () => Promise.resolve(),
    reposition: (positions) =>
      commits.write(() => {
        for (const position of positions) move.run(...positionValues(position))
      }),
    claim: (batch) => commits.write(() => claims(batch)),
    start: (start) => commits.write(() => attempts.start(start)),
    finish: (end) => commits.write(() => attempts.finish(end)),
    skip: (key, reason, at) => commits.write(() => attempts.skip(key, reason, at)),
    reclaim: (key) => commits.write(() => attempts.reclaim(key)),
    startsSince: (time) => read(() => (selectStarts.all(time) as {at: number}[]).map(({at}) => at)),
    setPause: (change) => commits.write(() => (pause = meta.changePause(change))),
    async outsideChanges() {
      const at = Date.now()
      if (own && at - aliveAt >= ALIVE_MS) {
        aliveAt = at
        await commits.write(() => meta.setAlive(at))
      }
      const now = await read(version)
      if (now === seenVersion) return {pause, released: []}
      seenVersion = now
      pause = await read(() => meta.pause())
      return {pause, released: await commits.write(() => attempts.released())}
    },
    count: () => read(() => (selectCount.get() as {n: number}).n),
    close: () =>
      read(() => {
        commits.flush()
        closeDatabase(db, own ? meta : undefined)
        own?.lock.release()
      }),
  }
}

function closeDatabase(db: DatabaseSync, meta: Meta | undefined): void {
  try {
    meta?.setHolder(undefined)
    meta?.setAlive(Date.now())
    // Into the file itself, so that it can be copied alone.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // On a full disk the log stays beside the file, and the stale name in it: the lock itself is what counts.
  }
  db.close()
}

interface PositionRow {
  topic: string
  partition: number
  topic_id: string
  next: number
  detail: string | null
}

const toPosition = (row: PositionRow): SourcePosition => ({
  topic: row.topic,
  partition: row.partition,
  topicId: row.topic_id,
  next: BigInt(row.next),
  ...(row.detail === null ? {} : {detail: row.detail}),
})

type Owner = Parameters<HistoryStore['bind']>[0]

/** Answers the error rather than throwing it, which would undo what others write in the same commit. */
function bind(meta: Meta, path: string, owner: Owner): KbookError | undefined {
  const {clusterId, group} = meta.identity()
  if (clusterId === undefined) {
    meta.bind(owner)
    return undefined
  }
  if (clusterId === owner.clusterId && group === owner.group) return undefined
  return new KbookError(
    'HISTORY_MISMATCH',
    `the history ${path} belongs to group "${group ?? ''}" on cluster ${clusterId}`,
    {
      hint: [
        `This run is group "${owner.group}" on cluster ${owner.clusterId}.`,
        'Each consumer group needs a history of its own: name another one with --history.',
      ],
      details: {path, clusterId, group, wanted: owner},
    },
  )
}

function throwMismatch(error: KbookError | undefined): void {
  if (error) throw error
}
