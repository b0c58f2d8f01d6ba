import type {Quorum, QuorumReplica} from '../../kafka/quorum/types.js'
import {count, duration, plural} from '../format.js'
import {paint} from '../style.js'
import {renderTable} from '../table.js'

/** Fetches reach the leader at least twice a second: who has not caught up for so long is behind. */
const BEHIND_MS = 10_000

/** `kbook cluster quorum`: who leads the metadata, and who follows how closely. */
export function quorumView(quorum: Quorum, name: string): string {
  const {bold, green, yellow} = paint()
  const {leaderId, leaderEpoch, highWatermark, voters, observers} = quorum
  const late = [...voters, ...observers].filter((one) => isBehind(one, quorum))
  const replicas = [...late, ...[...voters, ...observers].filter((one) => !late.includes(one))]
  return [
    `${bold(name)}  metadata led by ${leaderId} · epoch ${leaderEpoch} · high watermark ${count(highWatermark)}`,
    late.length === 0
      ? `  ${green('✔')} ${members(quorum)}, all caught up`
      : `  ${yellow('!')} ${late.length} of ${members(quorum)} not caught up`,
    '',
    renderTable(
      replicas,
      [
        {header: '', value: (one) => (isBehind(one, quorum) ? '!' : ' ')},
        {header: 'NODE', value: ({id}) => String(id), align: 'right'},
        {header: 'ROLE', value: ({role}) => role},
        {header: 'LOG END', value: ({logEndOffset: end}) => (end < 0n ? '?' : count(end)), align: 'right'},
        {header: 'LAG', value: ({lag}) => count(lag), align: 'right'},
        {header: 'CAUGHT UP', value: (one) => ago(one, one.lastCaughtUpAt, quorum), align: 'right'},
        {
          header: 'LAST FETCH',
          value: (one) => ago(one, one.lastFetchAt, quorum),
          align: 'right',
          dropFirst: 1,
        },
        {header: 'DIRECTORY', value: ({directoryId}) => directoryId ?? '', dropFirst: 2},
      ],
      {indent: 1},
    ),
    ...majorityLines(quorum),
  ].join('\n')
}

const members = ({voters, observers}: Quorum): string =>
  plural(voters.length, 'voter') +
  (observers.length > 0 ? ` and ${plural(observers.length, 'observer')}` : '')

const isBehind = ({role, lastCaughtUpAt}: QuorumReplica, {at}: Quorum): boolean =>
  role !== 'leader' && (lastCaughtUpAt === undefined ? false : at - lastCaughtUpAt > BEHIND_MS)

const ago = ({role}: QuorumReplica, since: number | undefined, {at}: Quorum): string =>
  role === 'leader' ? '-' : since === undefined ? '?' : `${duration(at - since)} ago`

/** How many voters may still go before nothing can be changed any more. */
function majorityLines(quorum: Quorum): string[] {
  const {voters} = quorum
  const alive = voters.filter((one) => !isBehind(one, quorum)).length
  const needed = Math.floor(voters.length / 2) + 1
  const spare = alive - needed
  const text =
    spare > 0
      ? `${plural(spare, 'voter')} may fail before metadata can be changed no more`
      : spare === 0
        ? 'no voter may fail: without a majority, metadata can be changed no more'
        : 'a majority is missing: no topic, leader or setting can be changed'
  return ['', `   ${text}`]
}
