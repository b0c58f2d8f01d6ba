import {about, fine, share, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'
import {detail, nextTopic, place} from './partition-words.js'

/** The topics in which coordinators keep what they know: without a leader, their groups and transactions stand still. */
const KEPT_IN = {
  __consumer_offsets: 'Groups that are kept there cannot commit, join or be listed.',
  __transaction_state: 'Transactional producers that are kept there cannot begin or end a transaction.',
  __share_group_state: 'Share groups that are kept there cannot acknowledge.',
}

/** A leader for each partition that a coordinator keeps its state in, and a coordinator for each group. */
export function judgeCoordinators({topics, lag}: Pick<HealthSnapshot, 'topics' | 'lag'>): readonly Finding[] {
  return about('coordinators', 'coordinators', topics, (topicsNow) => {
    const leaderless = Object.entries(KEPT_IN).flatMap(([name, meaning]): Finding[] => {
      const partitions = topicsNow.get(name)?.partitions ?? []
      const away = partitions.filter(({leader}) => leader === undefined)
      if (away.length === 0) return []
      return [
        trouble({
          check: 'coordinators',
          level: 'critical',
          title: `${share(away.length, partitions.length, 'partition')} of ${name} have no leader`,
          meaning,
          evidence: away.map((one) => ({subject: place(one), detail: detail(one)})),
          next: nextTopic(away[0]),
        }),
      ]
    })
    const found = [...leaderless, ...about('coordinators', 'the coordinator of each group', lag, without)]
    return found.length > 0 ? found : [fine('coordinators', 'every group has a coordinator')]
  })
}

function without({groups}: Extract<HealthSnapshot['lag'], {value: unknown}>['value']): Finding[] {
  const lost = groups.filter(
    ({coordinator, error}) => coordinator === undefined && error && error.code !== 'GROUP_NOT_FOUND',
  )
  if (lost.length === 0) return []
  return [
    trouble({
      check: 'coordinators',
      level: 'critical',
      title: `${share(lost.length, groups.length, 'group')} cannot be reached at their coordinator`,
      meaning: 'They can neither commit nor rebalance until it answers.',
      evidence: lost.map(({group, error}) => ({subject: group, detail: error?.message ?? ''})),
      next: ['kbook broker list'],
    }),
  ]
}
