import {KbookError} from '../../errors.js'
import {plural, printable} from '../../output/format.js'
import {shellWord} from '../../output/shell-word.js'
import {releaseOf} from '../brokers/release.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'
import {byMessage, type TopicWarning} from '../topics/new-topic-checks.js'
import type {PartitionInfo} from '../types.js'
import {partitionName} from './sizes.js'
import type {PlannedMove} from './types.js'

const SETTING = 'min.insync.replicas'
/** From this `metadata.version` on (Kafka 3.7) no more replicas must be in sync than there are. */
const CAPPED_MIN_ISR = 15

/** How many replicas must be in sync, for producers that wait for all of them to be able to write. */
export interface MinIsr {
  /** Brokers ask for no more than there are replicas, those that come included. */
  readonly capped: boolean
  /** Of each topic, or why it could not be read. */
  readonly topics: ReadonlyMap<string, number | KbookError>
}

/** Of the topics whose partitions get other replicas, or fewer. */
export async function readMinIsr(cluster: Cluster, moves: readonly PlannedMove[]): Promise<MinIsr> {
  const names = [...new Set(moves.filter(changesReplicas).map(({topic}) => topic))]
  if (names.length === 0) return {capped: false, topics: new Map()}
  const client = {clientSoftwareName: 'kbook', clientSoftwareVersion: '1'}
  const resources = names.map((name) => ({type: 'topic', name}) as const)
  const [{supportedLevel = 0}, described] = await Promise.all([
    cluster.toAny('ApiVersions', client).then(releaseOf),
    describeConfigs(cluster, resources, {names: [SETTING]}),
  ])
  const valueOf = ({entries, error}: (typeof described)[number]): number | KbookError =>
    error ?? Number(entries.find(({name}) => name === SETTING)?.value ?? 1)
  return {
    capped: supportedLevel >= CAPPED_MIN_ISR,
    topics: new Map(described.map((one) => [one.resource.name, valueOf(one)])),
  }
}

/** Not only their order. */
export const changesReplicas = ({adding, removing}: PlannedMove): boolean =>
  adding.length > 0 || removing.length > 0

/** Topics that would have fewer replicas than must be in sync, which would stop their producers for good. Pure. */
export function tooFewInSync(moves: readonly PlannedMove[], {capped, topics}: MinIsr): KbookError[] {
  if (capped) return []
  const fewer = moves.filter(({from, to}) => to.length < from.length)
  return [...new Set(fewer.map(({topic}) => topic))].flatMap((name) => {
    const least = topics.get(name) ?? 1
    if (least instanceof KbookError) return [least]
    const left = Math.min(...fewer.filter(({topic}) => topic === name).map(({to}) => to.length))
    if (left >= least) return []
    return [
      new KbookError(
        'REFUSED',
        `topic "${name}" would have ${plural(left, 'replica')}, and ${least} must be in sync`,
        {
          hint: [
            'Producers that wait for all replicas could write no more. First:',
            `kbook topic alter ${shellWord(name)} --set ${SETTING}=${Math.max(1, left - 1)}`,
          ],
        },
      ),
    ]
  })
}

/**
 * What moves mean for producers that wait for all replicas, while they run and afterwards, and for what the loss of a
 * broker would cost. `current` has partitions by their name, as they are before. Pure.
 */
export function inSyncWarnings(
  moves: readonly PlannedMove[],
  current: ReadonlyMap<string, PartitionInfo>,
  minIsr: MinIsr,
): TopicWarning[] {
  const warnings = moves.flatMap((move) =>
    messagesOf(move, current.get(partitionName(move)), minIsr).map((message) => ({
      topics: [move.topic],
      message,
    })),
  )
  return byMessage(warnings).map(({topics, message}) => ({topics: [...new Set(topics)], message}))
}

function messagesOf(move: PlannedMove, info: PartitionInfo | undefined, {capped, topics}: MinIsr): string[] {
  const least = topics.get(move.topic)
  if (least instanceof KbookError) return [`${SETTING} could not be read: ${printable(least.message)}`]
  if (least === undefined) return []
  const {adding, from, to} = move
  const demanded = (replicas: number): number => (capped ? Math.min(least, replicas) : least)
  const inSync = info?.isr.length ?? from.length
  // A partition that takes no such writes already is no worse off.
  const writable = info?.leader !== undefined && inSync >= demanded(from.length)
  const meanwhile = demanded(from.length + adding.length)
  return [
    ...(writable && inSync < meanwhile
      ? [
          `writes with acks=all are refused until enough is copied: with the replicas that come, ${meanwhile} must be ` +
            `in sync (${SETTING}), and ${inSync} ${inSync === 1 ? 'is' : 'are'} now. To go on writing, first ` +
            `kbook topic alter TOPIC --set ${SETTING}=${inSync}, and put it back afterwards`,
        ]
      : []),
    ...(to.length < from.length ? fewerMessages(to.length, {least, before: from.length}) : []),
  ]
}

function fewerMessages(
  after: number,
  {before, least}: {readonly before: number; readonly least: number},
): string[] {
  return [
    ...(least > after
      ? [`${SETTING} is ${least}, but with ${plural(after, 'replica')} acks=all waits for ${after} only`]
      : after > 1 && least === after && before > least
        ? [
            `${SETTING} is ${least}, as many as there will be replicas: one broker away stops writes with acks=all`,
          ]
        : []),
    ...(after === 1 ? ['with 1 replica it is away, or lost, with its broker'] : []),
  ]
}
