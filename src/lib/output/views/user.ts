import type {UserPlan} from '../../kafka/users/plan.js'
import type {ScramUser} from '../../kafka/users/types.js'
import {count, plural, printable} from '../format.js'
import {shellWord} from '../shell-word.js'
import {paint} from '../style.js'
import {renderTable} from '../table.js'

/** `kbook user list` */
export function userListView(users: readonly ScramUser[], name: string): string {
  const rows = users.flatMap(({user, credentials}) =>
    credentials.map((credential, index) => ({user: index === 0 ? user : '', ...credential})),
  )
  return [
    `${paint().bold(printable(name))}  ${plural(users.length, 'SCRAM user')}`,
    ...(rows.length > 0
      ? [
          '',
          renderTable(
            rows,
            [
              {header: 'USER', value: ({user}) => printable(user), shrink: true},
              {header: 'MECHANISM', value: ({mechanism}) => mechanism},
              {header: 'ITERATIONS', value: ({iterations}) => count(iterations), align: 'right'},
            ],
            {indent: 3},
          ),
        ]
      : []),
  ].join('\n')
}

const WORDS = {create: 'to be created', 'set-password': 'gets another password', delete: 'to be deleted'}

/** What is about to happen to a user. `self`: it is the one that this connection logs in as. */
export function userPlanView(plan: UserPlan, {name, self}: {name: string; self: boolean}): string {
  const {bold, yellow} = paint()
  const {user, action, credentials, before, acls} = plan
  const left = before.length - credentials.length
  return [
    `User ${bold(printable(user))} ${WORDS[action]} on ${printable(name)}`,
    '',
    ...credentials.map(({mechanism, iterations}) => `   ${mechanism}  ${count(iterations)} iterations`),
    '',
    ...(self ? [` ${yellow('!')} this is the user that you are logged in as`] : []),
    ...(action !== 'create' && left > 0
      ? [` ${yellow('!')} ${plural(left, 'other mechanism')} of this user stays as it is`]
      : []),
    ...consequences(plan),
    ...(acls !== undefined && acls > 0
      ? [
          `   ${plural(acls, 'ACL stays', 'ACLs stay')}: kbook acl delete --principal ${shellWord(`User:${user}`)}`,
        ]
      : []),
  ]
    .join('\n')
    .trimEnd()
}

function consequences({action}: UserPlan): string[] {
  if (action === 'create')
    return ['   Where rights are checked it may do nothing until an ACL allows it: kbook acl create']
  return [
    '   Who is connected stays connected; logging in again with the old password fails.',
    '   The old password cannot be read back: there is no undo.',
  ]
}
