import {duration, plural} from '../../../output/format.js'
import type {Quorum, QuorumReplica} from '../../quorum/types.js'
import {isSilence} from '../../transport-error.js'
import {about, fine, trouble} from '../finding.js'
import type {Evidence, Finding, HealthSnapshot} from '../types.js'

/** Nodes fetch several times a second: one that was last up to date so long ago has fallen behind. */
const BEHIND_MS = 10_000

/** The nodes that keep the metadata, by when each was last up to date: differences of offsets are normal. */
export function judgeQuorum({
  info,
  quorum,
  views,
}: Pick<HealthSnapshot, 'info' | 'quorum' | 'views'>): readonly Finding[] {
  const alive = new Set(info.brokers.map(({id}) => id))
  if ('error' in quorum && isSilence(quorum.error) && answering(views)) return [silent(views)]
  return about('quorum', 'the metadata quorum', quorum, (now) => {
    if (now.leaderId < 0) return [leaderless(now)]
    const voters = now.voters.filter((one) => isBehind(one, now))
    const observers = now.observers.filter((one) => alive.has(one.id) && isBehind(one, now))
    const found = [
      ...(voters.length > 0 ? [behindVoters(voters, now)] : []),
      ...(observers.length > 0 ? [behindObservers(observers, now)] : []),
    ]
    return found.length > 0
      ? found
      : [fine('quorum', `${plural(now.voters.length, 'voter')} of the metadata quorum, all up to date`)]
  })
}

/** Whether brokers answer what they know by themselves, none of them hanging. */
const answering = (views: HealthSnapshot['views']): boolean =>
  'value' in views &&
  views.value.some(({view}) => 'value' in view) &&
  !views.value.some(({view}) => 'error' in view && isSilence(view.error))

function silent(views: HealthSnapshot['views']): Finding {
  const away = 'value' in views ? views.value : []
  return trouble({
    check: 'quorum',
    level: 'critical',
    title: 'the metadata quorum does not answer: it has probably lost its majority',
    meaning:
      'Brokers answer and get nothing from the controllers. While most of these are away no leader can be elected and nothing be changed: bring them back.',
    evidence: away.flatMap(({broker, view}) =>
      'error' in view ? [{subject: `broker ${broker}`, detail: view.error.line}] : [],
    ),
    next: ['kbook cluster ping', 'kbook cluster quorum'],
  })
}

/** By the leader's own clock. */
function behindMs({lastCaughtUpAt}: QuorumReplica, {voters, at}: Quorum): number | undefined {
  const leaderNow = voters.find(({role}) => role === 'leader')?.lastCaughtUpAt ?? at
  return lastCaughtUpAt === undefined ? undefined : Math.max(0, leaderNow - lastCaughtUpAt)
}

const isBehind = (one: QuorumReplica, quorum: Quorum): boolean =>
  one.role !== 'leader' && (behindMs(one, quorum) ?? Infinity) > BEHIND_MS

function evidence(replicas: readonly QuorumReplica[], quorum: Quorum): Evidence[] {
  return replicas.map((one) => {
    const ms = behindMs(one, quorum)
    return {
      subject: `node ${one.id}`,
      detail: ms === undefined ? 'has never been up to date' : `up to date ${duration(ms)} ago`,
    }
  })
}

const leaderless = ({voters}: Quorum): Finding =>
  trouble({
    check: 'quorum',
    level: 'critical',
    title: 'the metadata quorum has no leader',
    meaning: 'No leader can be elected and nothing be changed until most of its voters are back.',
    evidence: voters.map(({id}) => ({subject: `node ${id}`, detail: 'voter'})),
    next: ['kbook cluster quorum'],
  })

function behindVoters(behind: readonly QuorumReplica[], quorum: Quorum): Finding {
  const all = quorum.voters.length
  const left = all - behind.length - (Math.floor(all / 2) + 1)
  return trouble({
    check: 'quorum',
    level: left < 0 ? 'critical' : 'warning',
    title: `${behind.length} of ${plural(all, 'voter')} of the metadata quorum fell behind or are away`,
    meaning:
      left < 0
        ? 'Those that are up to date are no majority: no leader can be elected and nothing be changed.'
        : left === 0
          ? 'One more, and the controllers lose their majority: nothing could be elected or changed then.'
          : `The quorum stands ${plural(left, 'more failure')}.`,
    evidence: evidence(behind, quorum),
    next: ['kbook cluster quorum'],
  })
}

const behindObservers = (behind: readonly QuorumReplica[], quorum: Quorum): Finding =>
  trouble({
    check: 'quorum',
    level: 'warning',
    title: `${plural(behind.length, 'broker')} behind with the metadata`,
    meaning: 'They act on an old picture of the cluster, and send clients to the wrong leaders.',
    evidence: evidence(behind, quorum),
    next: ['kbook cluster quorum'],
  })
