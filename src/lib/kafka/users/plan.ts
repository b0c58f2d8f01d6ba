import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import {listAcls} from '../acls/list.js'
import {listUsers} from './list.js'
import {SCRAM_MECHANISMS, type ScramCredential, type ScramMechanism, type ScramUser} from './types.js'

/** Credentials of one user that are to be made, given another password, or deleted. Holds no secret. */
export interface UserPlan {
  readonly user: string
  readonly action: 'create' | 'set-password' | 'delete'
  /** As they will be; as they are, when they are deleted. */
  readonly credentials: readonly {readonly mechanism: ScramMechanism; readonly iterations: number}[]
  /** What the user has now. */
  readonly before: readonly ScramCredential[]
  /** Rules that stay behind when the user is gone; undefined when that was not asked, or nobody could tell. */
  readonly acls?: number
}

/** @throws KbookError `BAD_INPUT` when the user has such a credential already. */
export async function planCreateUser(
  cluster: Cluster,
  user: string,
  mechanisms: readonly ScramMechanism[],
  iterations: number,
): Promise<UserPlan> {
  const [found] = await listUsers(cluster, [user])
  const before = found?.credentials ?? []
  const taken = before.find(({mechanism}) => mechanisms.some((one) => one === mechanism))
  if (taken) {
    throw new KbookError('BAD_INPUT', `user "${user}" has a password for ${taken.mechanism} already`, {
      hint: `kbook user set-password ${shellWord(user)}`,
    })
  }
  return {
    user,
    action: 'create',
    credentials: mechanisms.map((mechanism) => ({mechanism, iterations})),
    before,
  }
}

/**
 * Without mechanisms each that the user has: another one would keep the old password. Iterations stay as they are
 * unless given.
 */
export async function planSetPassword(
  cluster: Cluster,
  user: string,
  mechanisms: readonly ScramMechanism[],
  iterations: number | undefined,
): Promise<UserPlan> {
  const {credentials: before} = await existing(cluster, user)
  const credentials = chosen(user, before, mechanisms).map(({mechanism, iterations: now}) => ({
    mechanism,
    iterations: iterations ?? now,
  }))
  return {user, action: 'set-password', credentials, before}
}

/** Without mechanisms each that the user has. */
export async function planDeleteUser(
  cluster: Cluster,
  user: string,
  mechanisms: readonly ScramMechanism[],
): Promise<UserPlan> {
  const {credentials: before} = await existing(cluster, user)
  const credentials = chosen(user, before, mechanisms)
  const acls = await rulesOf(cluster, user)
  return {user, action: 'delete', credentials, before, ...(acls !== undefined && {acls})}
}

async function existing(cluster: Cluster, user: string): Promise<ScramUser> {
  const [found] = await listUsers(cluster, [user])
  if (found && found.credentials.length > 0) return found
  throw new KbookError('NOT_FOUND', `user "${user}" has no SCRAM password`, {hint: 'kbook user list'})
}

function chosen(
  user: string,
  before: readonly ScramCredential[],
  mechanisms: readonly ScramMechanism[],
): {mechanism: ScramMechanism; iterations: number}[] {
  const missing = mechanisms.find((one) => !before.some(({mechanism}) => mechanism === one))
  if (missing) {
    throw new KbookError('NOT_FOUND', `user "${user}" has no password for ${missing}`, {
      hint: `Has one for ${before.map(({mechanism}) => mechanism).join(', ')}.`,
    })
  }
  return before.flatMap(({mechanism, iterations}) =>
    isKnown(mechanism) && (mechanisms.length === 0 || mechanisms.includes(mechanism))
      ? [{mechanism, iterations}]
      : [],
  )
}

const isKnown = (mechanism: string): mechanism is ScramMechanism => mechanism in SCRAM_MECHANISMS

/** A user may be deleted by somebody who may not read ACLs, and where there are none. */
async function rulesOf(cluster: Cluster, user: string): Promise<number | undefined> {
  try {
    return (await listAcls(cluster, [{principal: `User:${user}`}])).length
  } catch (error) {
    if (error instanceof KbookError) return undefined
    throw error
  }
}
