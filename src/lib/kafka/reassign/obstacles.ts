import {KbookError} from '../../errors.js'
import {byteSize, plural} from '../../output/format.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import type {PartitionInfo, TopicPartition} from '../types.js'
import {changesReplicas, tooFewInSync, type MinIsr} from './in-sync.js'
import {listReassignments} from './list.js'
import {partitionName} from './sizes.js'
import {isThrottled, readThrottle} from './throttle.js'
import type {BrokerShift, PlannedMove} from './types.js'

/** What a plan meets. */
export interface Circumstances {
  /** Partitions by their name, as they are now. */
  readonly current: ReadonlyMap<string, PartitionInfo>
  readonly minIsr: MinIsr
  readonly throttled: boolean
}

/** Why a plan should not be carried out, worst first. @throws KbookError when that cannot be found out. */
export async function findObstacles(
  cluster: Cluster,
  moves: readonly PlannedMove[],
  brokers: readonly BrokerShift[],
  {current, minIsr, throttled}: Circumstances,
): Promise<KbookError[]> {
  if (moves.length === 0) return []
  const inForce = throttled ? await throttledAlready(cluster, moves) : []
  return [...leaderless(moves, current), ...tooFewInSync(moves, minIsr), ...inForce, ...tooSmall(brokers)]
}

/** Nobody can be copied from, and controllers fail over what takes the last replica away. Pure. */
export function leaderless(
  moves: readonly PlannedMove[],
  current: ReadonlyMap<string, PartitionInfo>,
): KbookError[] {
  const stuck = moves.flatMap((move) => {
    const info = current.get(partitionName(move))
    return info && info.leader === undefined && changesReplicas(move) ? [info] : []
  })
  const [first] = stuck
  if (!first) return []
  const others = stuck.length > 1 ? ` and ${plural(stuck.length - 1, 'other')} have` : ' has'
  const holders = [...new Set(stuck.flatMap(({isr, replicas}) => (isr.length > 0 ? isr : replicas)))]
  const where = shellWord(`${first.topic}:${first.partition}`)
  return [
    new KbookError('REFUSED', `${partitionName(first)}${others} no leader: nothing can be copied`, {
      hint: [
        `Bring back a broker that has the records (${holders.sort((a, b) => a - b).join(', ')}), or leave it out.`,
        `kbook topic elect-leaders ${where} --unclean --dry-run   whether another replica is alive`,
      ],
      details: {partitions: stuck.map(partitionName)},
    }),
  ]
}

/** It would be overwritten, and be gone when these moves end. */
async function throttledAlready(cluster: Cluster, moves: readonly PlannedMove[]): Promise<KbookError[]> {
  const throttle = await readThrottle(cluster, [...new Set(moves.map(({topic}) => topic))])
  if (!isThrottled(throttle)) return []
  return [
    new KbookError('REFUSED', 'a throttle of replication is in force already', {
      hint: [
        'kbook topic reassign-status        whose it is',
        'kbook topic reassign-throttle off  removes it',
      ],
    }),
  ]
}

/** @throws KbookError `REFUSED` when some of the partitions are on the move */
export async function refuseMoving(cluster: Cluster, partitions: readonly TopicPartition[]): Promise<void> {
  if (partitions.length === 0) return
  const moving = new Set((await listReassignments(cluster)).map(partitionName))
  const both = partitions.filter((one) => moving.has(partitionName(one)))
  const [first] = both
  if (!first) return
  const others = both.length > 1 ? ` and ${both.length - 1} more are` : ' is'
  throw new KbookError('REFUSED', `${partitionName(first)}${others} being moved already`, {
    hint: ['kbook topic reassign-status --wait', 'kbook topic reassign-cancel --all'],
  })
}

/** What goes is deleted only when all has come, so it makes no room. */
const tooSmall = (brokers: readonly BrokerShift[]): KbookError[] =>
  brokers.flatMap(({broker, bytesIn, usableBytes}) =>
    usableBytes === undefined || bytesIn <= usableBytes
      ? []
      : [
          new KbookError(
            'REFUSED',
            `broker ${broker} has ${byteSize(usableBytes)} free, and ${byteSize(bytesIn)} would come`,
            {
              hint: 'Move less at a time, or to other brokers. --ignore-disk goes on all the same.',
              details: {disk: broker},
            },
          ),
        ],
  )
