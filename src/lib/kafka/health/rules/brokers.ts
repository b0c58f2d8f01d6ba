import {plural} from '../../../output/format.js'
import {about, fine, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'

/** Brokers that hold replicas, or that the controllers know of, and are not there. */
export function judgeBrokers({
  info,
  topics,
  registered,
}: Pick<HealthSnapshot, 'info' | 'topics' | 'registered'>): readonly Finding[] {
  const alive = new Set(info.brokers.map(({id}) => id))
  return about('brokers', 'the replicas of brokers that are away', topics, (all) => {
    const known = 'value' in registered ? registered.value : []
    const replicas = new Map<number, number>()
    for (const {id, fenced} of known) if (fenced && !alive.has(id)) replicas.set(id, 0)
    for (const {partitions} of all.values()) {
      for (const id of partitions.flatMap(({replicas: ids}) => ids)) {
        if (!alive.has(id)) replicas.set(id, (replicas.get(id) ?? 0) + 1)
      }
    }
    if (replicas.size === 0) return [fine('brokers', `${plural(alive.size, 'broker')}, none missing`)]
    const away = [...replicas].sort(([a], [b]) => a - b)
    return [
      trouble({
        check: 'brokers',
        level: 'warning',
        title:
          away.length === 1
            ? `broker ${away[0]?.[0] ?? ''} is away`
            : `${away.length} brokers are away: ${away.map(([id]) => id).join(', ')}`,
        meaning:
          'Its replicas fall behind, and one more failure may take partitions away. Bring it back, or move them.',
        evidence: away.map(([id, n]) => ({subject: `broker ${id}`, detail: `holds ${plural(n, 'replica')}`})),
        next: ['kbook broker list', 'kbook cluster ping'],
      }),
    ]
  })
}
