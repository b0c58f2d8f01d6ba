import {eachInTurn, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import type {Secret} from '../../config/secret.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import type {AlterUserScramCredentialsRequest} from '../protocol/apis/alter-user-scram-credentials.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import type {UserPlan} from './plan.js'
import {saltPassword} from './salted-password.js'
import {SCRAM_MECHANISMS} from './types.js'

/**
 * All credentials of the user in one request, which is taken or refused as a whole. `password` is needed unless the
 * plan deletes.
 */
export function applyUser(
  cluster: Cluster,
  plan: UserPlan,
  password: Secret | undefined,
  control: ChangeControl,
): Promise<RowOutcome[]> {
  const subject = `user "${plan.user}"`
  return eachInTurn(
    [plan],
    control,
    () => subject,
    async () => {
      const {results} = await cluster.toController(
        'AlterUserScramCredentials',
        await requestOf(plan, password),
      )
      const [row] = results
      if (!row) throw UNANSWERED
      if (row.errorCode !== ERROR_CODE.none) {
        const needs = {operation: 'Alter', type: 'cluster'} as const
        throw kafkaError(row.errorCode, subject, row.errorMessage, needs)
      }
    },
  )
}

async function requestOf(
  {user, action, credentials}: UserPlan,
  password: Secret | undefined,
): Promise<AlterUserScramCredentialsRequest> {
  if (action === 'delete') {
    const deletions = credentials.map(({mechanism}) => ({name: user, mechanism: SCRAM_MECHANISMS[mechanism]}))
    return {deletions, upsertions: []}
  }
  // Only a mistake of ours: no password must never become a deletion, or an empty one.
  if (!password) throw new Error(`no password for ${action}`)
  const upsertions = await Promise.all(
    credentials.map(async ({mechanism, iterations}) => ({
      name: user,
      mechanism: SCRAM_MECHANISMS[mechanism],
      iterations,
      ...(await saltPassword(password.reveal(), mechanism, iterations)),
    })),
  )
  return {deletions: [], upsertions}
}
