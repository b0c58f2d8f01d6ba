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

type Credential = UserPlan['credentials'][number]

/**
 * One credential after another: brokers take each user only once a request. `password` is needed unless the plan
 * deletes.
 */
export function applyUser(
  cluster: Cluster,
  plan: UserPlan,
  password: Secret | undefined,
  control: ChangeControl,
): Promise<RowOutcome[]> {
  const subjectOf = ({mechanism}: Credential): string => `user "${plan.user}" ${mechanism}`
  return eachInTurn(plan.credentials, control, subjectOf, async (credential) => {
    const request = await requestOf(plan, credential, password)
    const {results} = await cluster.toController('AlterUserScramCredentials', request)
    const [row] = results
    if (!row) throw UNANSWERED
    if (row.errorCode !== ERROR_CODE.none) {
      const needs = {operation: 'Alter', type: 'cluster'} as const
      throw kafkaError(row.errorCode, `user "${plan.user}"`, row.errorMessage, needs)
    }
  })
}

async function requestOf(
  {user, action}: UserPlan,
  {mechanism: name, iterations}: Credential,
  password: Secret | undefined,
): Promise<AlterUserScramCredentialsRequest> {
  const mechanism = SCRAM_MECHANISMS[name]
  if (action === 'delete') return {deletions: [{name: user, mechanism}], upsertions: []}
  // Only a mistake of ours: no password must never become a deletion, or an empty one.
  if (!password) throw new Error(`no password for ${action}`)
  const salted = await saltPassword(password.reveal(), name, iterations)
  return {deletions: [], upsertions: [{name: user, mechanism, iterations, ...salted}]}
}
