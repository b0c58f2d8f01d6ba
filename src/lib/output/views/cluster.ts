import type {BrokerReport, ClusterReport, FeatureReport} from '../../kafka/cluster-info/types.js'
import {addressText} from '../../kafka/connection/address.js'
import {count, plural, printable} from '../format.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'

const SHOWN_FAILURES = 10

/** `kbook cluster info`: what is missing, then the brokers. */
export function clusterInfoView(report: ClusterReport): string {
  const {bold, green, red, yellow} = paint()
  const {name, clusterId, controllerId, brokers, topics, partitions, replicas, features, failed} = report
  const bad = troubles(report)
  return [
    `${bold(printable(name))}  cluster id ${printable(clusterId ?? '?')}`,
    `  ${plural(brokers.length, 'broker')} · controller ${controllerId ?? '?'} · ${plural(topics.total, 'topic')} (${count(topics.internal)} internal) · ` +
      `${plural(partitions, 'partition')} · ${plural(replicas, 'replica')}`,
    ...(bad.length === 0 && partitions === 0
      ? [`  ${yellow('?')} no partition is shown to this user: there is none, or none that it may describe`]
      : bad.length === 0
        ? [`  ${green('✔')} every partition has a leader and all its replicas`]
        : bad.map((line) => `  ${red('!')} ${line}`)),
    '',
    renderTable(brokers, COLUMNS, {indent: 1}),
    ...(features.length > 0 ? ['', '   features', ...features.map(featureLine)] : []),
    ...failed
      .slice(0, SHOWN_FAILURES)
      .map(({topic, error}) => ` ${red('!')} ${printable(topic)}: ${printable(error.line)}`),
    ...(failed.length > SHOWN_FAILURES
      ? [`   ${count(failed.length - SHOWN_FAILURES)} more topics that could not be read (--json)`]
      : []),
  ].join('\n')
}

function troubles({missingBrokers, offline, underReplicated, brokers, failed}: ClusterReport): string[] {
  const unreached = brokers.filter(({error}) => error)
  return [
    ...(offline > 0 ? [`${plural(offline, 'partition')} without a leader`] : []),
    ...missingBrokers.map(({id, replicas}) => `broker ${id} is away, with ${plural(replicas, 'replica')}`),
    ...(underReplicated > 0 ? [`${plural(underReplicated, 'partition')} under-replicated`] : []),
    ...unreached.map(({id, error}) => `broker ${id}: ${printable(error?.line ?? '')}`),
    ...(failed.length > 0 ? [`${plural(failed.length, 'topic')} could not be read`] : []),
  ]
}

const COLUMNS: readonly Column<BrokerReport>[] = [
  {header: '', value: ({error}) => (error ? '!' : ' ')},
  {header: 'BROKER', value: ({id}) => String(id), align: 'right'},
  {header: 'ADDRESS', value: (broker) => printable(addressText(broker)), shrink: true},
  {header: 'RACK', value: ({rack = ''}) => printable(rack)},
  {header: 'VERSION', value: ({version = ''}) => version},
  {header: 'LEADS', value: ({leads}) => count(leads), align: 'right'},
  {header: 'REPLICAS', value: ({replicas}) => count(replicas), align: 'right'},
]

function featureLine({name, level, release, supported}: FeatureReport): string {
  const more = supported > level ? `, could be ${supported}` : ''
  return `     ${printable(name)} ${level}${release ? ` (${release})` : ''}${more}`
}
