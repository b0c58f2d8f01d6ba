import {failed, notDone, done, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {aclKey, listAcls} from './list.js'
import {aclSubject} from './subject.js'
import type {AclBinding} from './types.js'
import {creationFields} from './wire.js'

/** Rules to be made, and those of them that are there already. */
export interface CreateAclsPlan {
  readonly create: readonly AclBinding[]
  readonly existing: readonly AclBinding[]
}

export const NEEDS_ALTER = {operation: 'Alter', type: 'cluster'} as const

/** @throws KbookError `UNSUPPORTED` when the cluster has no authorizer, `NOT_AUTHORIZED`. */
export async function planCreateAcls(
  cluster: Cluster,
  wanted: readonly AclBinding[],
): Promise<CreateAclsPlan> {
  const there = new Set((await listAcls(cluster)).map(aclKey))
  const unique = [...new Map(wanted.map((binding) => [aclKey(binding), binding])).values()]
  return {
    create: unique.filter((binding) => !there.has(aclKey(binding))),
    existing: unique.filter((binding) => there.has(aclKey(binding))),
  }
}

/** All of them in one request; each has its own outcome. */
export async function applyCreateAcls(
  cluster: Cluster,
  {create}: CreateAclsPlan,
  {signal}: ChangeControl,
): Promise<RowOutcome[]> {
  const subjects = create.map(aclSubject)
  if (signal.aborted) return subjects.map(notDone)
  try {
    const {results} = await cluster.toAny('CreateAcls', {creations: create.map(creationFields)})
    return subjects.map((subject, index) => {
      const row = results[index]
      if (!row) return failed(subject, UNANSWERED)
      if (row.errorCode === ERROR_CODE.none) return done(subject)
      return failed(subject, kafkaError(row.errorCode, subject, row.errorMessage, NEEDS_ALTER))
    })
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return subjects.map((subject) => failed(subject, error))
  }
}
