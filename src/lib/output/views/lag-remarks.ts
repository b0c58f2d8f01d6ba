import type {GroupLag} from '../../kafka/lag/report.js'
import {groupBy} from '../../kafka/lag/group-by.js'
import type {PartitionFlag, PartitionLag} from '../../kafka/lag/types.js'
import {count, duration, plural, printable} from '../format.js'
import {shellWord} from '../shell-word.js'
import {paint} from '../style.js'
import {wrap} from '../wrap.js'
import {isUnread, placeOf} from './lag-words.js'

const INDENT = '   '
/** Of one kind: the table has the others. */
const FEW = 3

/** What is wrong with a group, a paragraph each, most urgent first: what is seen, then what it means. */
export function remarks(group: GroupLag, width: number): string {
  const sign = paint().red('!')
  return [...aboutGroup(group), ...aboutPartitions(group)]
    .map((lines) => {
      const [first = '', ...rest] = lines.flatMap((line) => wrap(line, width - INDENT.length))
      return [` ${sign} ${first}`, ...rest.map((line) => INDENT + line)].join('\n')
    })
    .join('\n')
}

function aboutGroup(lag: GroupLag): string[][] {
  const {group, state, type, error, total} = lag
  const name = shellWord(group)
  if (error) return [[printable(error.message)]]
  if (total.partitions === 0)
    return [['nothing is committed or assigned that this user may see: there is no lag to tell']]
  if (isUnread(lag)) {
    const byHand = type === 'share' ? '' : ', unless a consumer assigns partitions by hand'
    return [[`the group has no members: nobody reads${byHand}`]]
  }
  const moving = /Rebalanc|Assigning|Reconciling/.test(state)
  return moving
    ? [[`the group is rebalancing (${state}): commits pause until it settles`, `kbook lag watch ${name}`]]
    : []
}

function aboutPartitions({partitions}: GroupLag): string[][] {
  const having = (flag: PartitionFlag): PartitionLag[] => partitions.filter(({flags}) => flags.includes(flag))
  return [
    ...few(having('leaderless'), (one) => [
      `${placeOf(one)} has no leader: its lag is unknown until one of its replicas is back`,
    ]),
    ...few(having('unreadable'), (one) => [
      `${placeOf(one)} could not be read: ${printable(one.error?.message ?? '')}`,
    ]),
    ...few(having('txn-blocked'), blocked),
    ...few(
      having('expired').filter(({lost = 0n}) => lost > 0n),
      expired,
    ),
    ...few(having('ahead'), ahead),
    ...few([...groupBy(partitions.filter(standsStill), ({memberId}) => memberId).values()], still),
  ]
}

/** The first of them in words; how many more there are after that. */
function few<T>(all: readonly T[], tell: (one: T) => string[]): string[][] {
  const rest = all.length - FEW
  return [...all.slice(0, FEW).map(tell), ...(rest > 0 ? [[`and ${count(rest)} more like that`]] : [])]
}

function blocked(one: PartitionLag): string[] {
  const {transaction, lastStable = 0n} = one
  const whose = transaction?.transactionalId
    ? `transaction "${printable(transaction.transactionalId)}"`
    : 'a transaction'
  return [
    `${placeOf(one)} stands at ${count(lastStable)} for readers of committed records`,
    `${whose} has been open for ${duration(transaction?.openForMs ?? 0)} and should have ended: look at its producer`,
  ]
}

function expired(one: PartitionLag): string[] {
  const {committed = 0n, logStart = 0n, lost = 0n} = one
  return [
    `${placeOf(one)} lost ${plural(lost, 'message')}: deleted before they were read`,
    `committed ${count(committed)}, but the log starts at ${count(logStart)}: retention came first, or somebody deleted them`,
  ]
}

function ahead({topic, partition, committed = 0n, highWatermark = 0n}: PartitionLag): string[] {
  return [
    `${placeOf({topic, partition})} is committed at ${count(committed)}, beyond its end ${count(highWatermark)}`,
    'The topic was created anew or lost its tail: the group starts over where its auto.offset.reset says',
  ]
}

const standsStill = ({trend}: PartitionLag): boolean => trend?.stillForMs !== undefined

/** Of one member: a single partition is held up by a message, all that it has by the member itself. */
function still([one, ...others]: readonly PartitionLag[]): string[] {
  if (!one) return []
  const time = duration(one.trend?.stillForMs ?? 0)
  if (others.length === 0) {
    return [
      `${placeOf(one)} has stood still for ${time} while its end grows`,
      `one slow or stuck message at ${count(one.committed ?? 0n)}, or a member that hangs${who(one)}`,
    ]
  }
  return [
    `${others.length + 1} partitions have stood still for ${time} while their ends grow`,
    `a member that hangs or does not commit${who(one)}`,
  ]
}

const who = ({clientId, host}: PartitionLag): string =>
  clientId === undefined ? '' : `: ${printable(clientId)} on ${printable(host ?? '?')}`
