import {addressText} from '../../connection/address.js'
import {plural} from '../../../output/format.js'
import {about, fine, trouble} from '../finding.js'
import type {Evidence, Finding, HealthSnapshot} from '../types.js'

/** Every address that brokers advertise was dialled; two brokers with one address are one too many. */
export function judgeListeners({info, views}: Pick<HealthSnapshot, 'info' | 'views'>): readonly Finding[] {
  return about('listeners', 'the advertised addresses', views, (all) => {
    const address = new Map(info.brokers.map((broker) => [broker.id, addressText(broker)]))
    const deaf = all.flatMap(({broker, view}): Evidence[] =>
      'error' in view
        ? [{subject: `broker ${broker} at ${address.get(broker) ?? '?'}`, detail: view.error.line}]
        : [],
    )
    const found = [...(deaf.length > 0 ? [unreachable(deaf, all.length)] : []), ...doubled(address)]
    if (found.length > 0) return found
    return [fine('listeners', `${plural(all.length, 'broker')} answered at the advertised address`)]
  })
}

const unreachable = (deaf: readonly Evidence[], of: number): Finding =>
  trouble({
    check: 'listeners',
    level: 'critical',
    title: `${deaf.length} of ${plural(of, 'broker')} did not answer at the advertised address`,
    meaning:
      'Clients are sent there for the partitions that it leads. The broker hangs, or advertised.listeners is wrong from here.',
    evidence: deaf,
    next: ['kbook cluster ping'],
  })

function doubled(addresses: ReadonlyMap<number, string>): Finding[] {
  const ids = new Map<string, number[]>()
  for (const [id, address] of addresses) ids.set(address, [...(ids.get(address) ?? []), id])
  const evidence = [...ids].flatMap(([subject, of]) =>
    of.length > 1 ? [{subject, detail: `brokers ${of.join(', ')}`}] : [],
  )
  if (evidence.length === 0) return []
  return [
    trouble({
      check: 'listeners',
      level: 'critical',
      title: 'several brokers advertise the same address',
      meaning: 'Clients reach the wrong one. Give each broker its own advertised.listeners.',
      evidence,
      next: ['kbook broker list'],
    }),
  ]
}
