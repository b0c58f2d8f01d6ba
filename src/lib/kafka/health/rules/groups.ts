import {count, plural} from '../../../output/format.js'
import {shellWord} from '../../../output/shell-word.js'
import type {GroupLag} from '../../lag/report.js'
import {about, fine, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'

/** Groups that nobody reads for, that do not come to rest, or whose members have nothing to do. */
export function judgeGroups({
  lag,
  rebalancing,
}: Pick<HealthSnapshot, 'lag' | 'rebalancing'>): readonly Finding[] {
  return about('groups', 'consumer groups', lag, ({groups}) => {
    const found = [
      ...about('groups', 'groups that are rebalancing', rebalancing, restless),
      ...unattended(groups),
      ...idle(groups),
    ]
    return found.length > 0 ? found : [fine('groups', `${plural(groups.length, 'group')}, none in trouble`)]
  })
}

function restless(groups: readonly string[]): Finding[] {
  if (groups.length === 0) return []
  return [
    trouble({
      check: 'groups',
      level: 'warning',
      title: `${plural(groups.length, 'group')} still rebalancing a moment later`,
      meaning:
        'Nothing is read meanwhile. A member that comes and goes, or is slow to rejoin, keeps it going.',
      evidence: groups.map((subject) => ({subject, detail: 'rebalancing at both looks'})),
      next: groups.slice(0, 1).map((group) => `kbook group describe ${shellWord(group)}`),
    }),
  ]
}

function unattended(groups: readonly GroupLag[]): Finding[] {
  const left = groups.filter(({state, total}) => /^(Empty|Dead)$/.test(state) && (total.lag ?? 0n) > 0n)
  const [first] = left
  if (!first) return []
  return [
    trouble({
      check: 'groups',
      level: 'warning',
      title: `${plural(left.length, 'group')} with lag and without members`,
      meaning: 'Nobody reads them. Start their consumers, or delete a group that is not used any more.',
      evidence: left.map(({group, state, total}) => ({
        subject: group,
        detail: `${state} · lag ${total.upperBound ? 'up to ' : ''}${count(total.lag ?? 0n)}`,
      })),
      next: [`kbook group describe ${shellWord(first.group)}`],
    }),
  ]
}

/** Only beside members that have partitions: other protocols than a consumer's assign none at all. */
function idle(groups: readonly GroupLag[]): Finding[] {
  const some = groups.flatMap(({group, type, members}) => {
    const without = members.filter(({partitions}) => partitions === 0).length
    const counts = type !== 'share' && without > 0 && without < members.length
    return counts ? [{subject: group, detail: `${without} of ${plural(members.length, 'member')}`}] : []
  })
  const [first] = some
  if (!first) return []
  return [
    trouble({
      check: 'groups',
      level: 'info',
      title: `${plural(some.length, 'group')} with members that have no partition`,
      meaning: 'More members than partitions: the rest only stands by.',
      evidence: some,
      next: [`kbook group describe ${shellWord(first.subject)}`],
    }),
  ]
}
