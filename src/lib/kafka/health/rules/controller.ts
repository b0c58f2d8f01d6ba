import {fine, trouble, about} from '../finding.js'
import type {BrokerView, Finding, HealthSnapshot} from '../types.js'

/** Whether there is a controller, and whether all brokers see the same cluster. */
export function judgeController({
  info,
  views,
  quorum,
}: Pick<HealthSnapshot, 'info' | 'views' | 'quorum'>): readonly Finding[] {
  if (info.controllerId === undefined) {
    return [
      trouble({
        check: 'controller',
        level: 'critical',
        title: 'the cluster has no controller',
        meaning: 'Nobody elects leaders or takes changes: a partition whose leader fails stays away.',
        next: ['kbook cluster quorum', 'kbook cluster ping'],
      }),
    ]
  }
  return about('controller', 'what each broker sees', views, (all) => {
    const apart = disagreeing(all)
    if (apart.length === 0)
      return [fine('controller', `${controllerWords(info, quorum)}, and brokers agree on the cluster`)]
    return [
      trouble({
        check: 'controller',
        level: 'critical',
        title: 'brokers disagree on the cluster',
        meaning:
          'Some do not hear from the controller: they go on with what they knew, and send clients astray.',
        evidence: apart.map(({broker, view}) => ({subject: `broker ${broker}`, detail: seen(view)})),
        next: ['kbook cluster quorum'],
      }),
    ]
  })
}

/** The controller that KRaft brokers name is any broker that lives: only the quorum knows. */
function controllerWords({controllerId}: HealthSnapshot['info'], quorum: HealthSnapshot['quorum']): string {
  if ('value' in quorum) return `controller ${quorum.value.leaderId}`
  return quorum.error.code === 'UNSUPPORTED' ? `controller ${controllerId ?? '?'}` : 'controller not known'
}

type Seen = Extract<BrokerView['view'], {value: unknown}>['value']

// The controller that KRaft brokers name is any broker that lives, so that only the brokers are compared.
const seen = ({clusterId, brokers}: Seen): string =>
  `cluster ${clusterId ?? '?'} with brokers ${brokers.map(({id}) => id).join(', ')}`

/** Those that see something else than most. */
function disagreeing(views: readonly BrokerView[]): {broker: number; view: Seen}[] {
  const answered = views.flatMap(({broker, view}) => ('value' in view ? [{broker, view: view.value}] : []))
  const times = new Map<string, number>()
  for (const {view} of answered) times.set(seen(view), (times.get(seen(view)) ?? 0) + 1)
  const [usual] = [...times].sort((a, b) => b[1] - a[1])[0] ?? []
  return answered.filter(({view}) => seen(view) !== usual)
}
