import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {SCRAM_MECHANISMS, type ScramMechanism, type ScramUser} from './types.js'

const NEEDS = {operation: 'Describe', type: 'cluster'} as const

/**
 * Users with SCRAM credentials, by name; of those that are asked for, only who exists.
 *
 * @throws KbookError `UNSUPPORTED` before Kafka 2.7 and on Redpanda, `NOT_AUTHORIZED`.
 */
export async function listUsers(cluster: Cluster, names: readonly string[] = []): Promise<ScramUser[]> {
  // None named is all, as null is: but brokers (4.1) stumble over null when they refuse, and never answer.
  const users = [...new Set(names)].map((name) => ({name}))
  const answer = await cluster.toAny('DescribeUserScramCredentials', {users})
  const {errorCode, errorMessage, results} = answer
  if (errorCode !== ERROR_CODE.none) throw kafkaError(errorCode, 'users', errorMessage, NEEDS)
  const found = results.filter((row) => row.errorCode !== ERROR_CODE.resourceNotFound)
  return found
    .map(({user, errorCode: code, errorMessage: reason, credentialInfos}) => {
      if (code !== ERROR_CODE.none) throw kafkaError(code, `user "${user}"`, reason, NEEDS)
      const credentials = credentialInfos
        .map(({mechanism, iterations}) => ({mechanism: mechanismName(mechanism), iterations}))
        .sort((a, b) => (a.mechanism < b.mechanism ? -1 : 1))
      return {user, credentials}
    })
    .sort((a, b) => (a.user < b.user ? -1 : 1))
}

const mechanismName = (value: number): string =>
  (Object.keys(SCRAM_MECHANISMS) as ScramMechanism[]).find((name) => SCRAM_MECHANISMS[name] === value) ??
  `mechanism ${value}`
