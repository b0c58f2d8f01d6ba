import {KbookError} from '../../errors.js'
import {byteSize, plural} from '../../output/format.js'
import {releaseOf} from '../brokers/release.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'
import type {TopicPartition} from '../types.js'
import {listReassignments} from './list.js'
import {partitionName} from './sizes.js'
import {isThrottled, readThrottle} from './throttle.js'
import type {BrokerShift, PlannedMove} from './types.js'

/** Why a plan should not be carried out, worst first. @throws KbookError when that cannot be found out. */
export async function findObstacles(
  cluster: Cluster,
  moves: readonly PlannedMove[],
  brokers: readonly BrokerShift[],
  {throttled}: {readonly throttled: boolean},
): Promise<KbookError[]> {
  if (moves.length === 0) return []
  const [tooFew, inForce] = await Promise.all([
    belowMinIsr(cluster, moves),
    throttled ? throttledAlready(cluster, moves) : [],
  ])
  return [...tooFew, ...inForce, ...tooSmall(brokers)]
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

/** From this `metadata.version` on (Kafka 3.7) no more replicas must be in sync than there are. */
const CAPPED_MIN_ISR = 15

/** Fewer replicas than must be in sync would stop every producer that waits for all of them. */
async function belowMinIsr(cluster: Cluster, moves: readonly PlannedMove[]): Promise<KbookError[]> {
  const fewer = moves.filter(({from, to}) => to.length < from.length)
  const names = [...new Set(fewer.map(({topic}) => topic))]
  if (names.length === 0) return []
  const client = {clientSoftwareName: 'kbook', clientSoftwareVersion: '1'}
  const {supportedLevel = 0} = releaseOf(await cluster.toAny('ApiVersions', client))
  if (supportedLevel >= CAPPED_MIN_ISR) return []
  const setting = 'min.insync.replicas'
  const resources = names.map((name) => ({type: 'topic', name}) as const)
  const described = await describeConfigs(cluster, resources, {names: [setting]})
  return described.flatMap(({entries, error, resource: {name}}) => {
    if (error) return [error]
    const least = Number(entries.find((entry) => entry.name === setting)?.value ?? 1)
    const left = Math.min(...fewer.filter(({topic}) => topic === name).map(({to}) => to.length))
    if (left >= least) return []
    return [
      new KbookError(
        'REFUSED',
        `topic "${name}" would have ${plural(left, 'replica')}, and ${least} must be in sync`,
        {
          hint: [
            'Producers that wait for all replicas could write no more. First:',
            `kbook topic alter ${name} --set ${setting}=${Math.max(1, left - 1)}`,
          ],
        },
      ),
    ]
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
