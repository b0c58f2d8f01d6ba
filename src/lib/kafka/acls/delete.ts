import {failed, notDone, done, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {NEEDS_ALTER} from './create.js'
import {listAcls} from './list.js'
import {aclSubject, createCommand} from './subject.js'
import type {AclBinding, AclFilter} from './types.js'
import {exactly} from './wire.js'

/** Rules that go, and the commands that bring them back. */
export interface DeleteAclsPlan {
  readonly delete: readonly AclBinding[]
  readonly undo: readonly string[]
}

/** Reads what the filters find now: exactly that goes, not what they might find later. */
export async function planDeleteAcls(
  cluster: Cluster,
  filters: readonly AclFilter[],
): Promise<DeleteAclsPlan> {
  const found = await listAcls(cluster, filters)
  return {delete: found, undo: found.map(createCommand)}
}

/** Each rule by itself, in one request. One that is gone meanwhile is done. */
export async function applyDeleteAcls(
  cluster: Cluster,
  plan: DeleteAclsPlan,
  {signal}: ChangeControl,
): Promise<RowOutcome[]> {
  const subjects = plan.delete.map(aclSubject)
  if (signal.aborted) return subjects.map(notDone)
  try {
    const {filterResults} = await cluster.toAny('DeleteAcls', {filters: plan.delete.map(exactly)})
    return subjects.map((subject, index) => {
      const result = filterResults[index]
      if (!result) return failed(subject, UNANSWERED)
      const bad = [result, ...result.matchingAcls].find(({errorCode}) => errorCode !== ERROR_CODE.none)
      if (!bad) return done(subject)
      return failed(subject, kafkaError(bad.errorCode, subject, bad.errorMessage, NEEDS_ALTER))
    })
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return subjects.map((subject) => failed(subject, error))
  }
}
