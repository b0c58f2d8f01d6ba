import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {storageError} from './errors.js'
import {transaction} from './transaction.js'

interface Job {
  apply: () => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

/**
 * Groups the writes that are waiting at the same time into one transaction, so that one sync of the disk
 * serves them all. A promise resolves after the commit, never before.
 */
export class GroupCommit {
  private jobs: Job[] = []

  constructor(
    private readonly db: DatabaseSync,
    private readonly path: string,
  ) {}

  /** `apply` runs inside the transaction and must not throw but for a failing database. */
  write<T>(apply: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // After the callbacks of this turn: what finishes together is written together.
      if (this.jobs.length === 0) setImmediate(() => this.flush())
      this.jobs.push({apply, resolve, reject})
    })
  }

  /** Writes what is waiting. */
  flush(): void {
    const jobs = this.jobs
    if (jobs.length === 0) return
    this.jobs = []
    try {
      const results = transaction(this.db, () => jobs.map(({apply}) => apply()))
      jobs.forEach(({resolve}, index) => resolve(results[index] as never))
    } catch (error) {
      const failure = storageError(error, this.path)
      for (const {reject} of jobs) reject(failure)
    }
  }
}
