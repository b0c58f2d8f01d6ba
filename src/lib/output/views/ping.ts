import type {PingedAddress, PingReport, PingStep} from '../../kafka/ping/types.js'
import {plural, printable} from '../format.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {wrap} from '../wrap.js'

const WORDS: Readonly<Record<PingStep['step'], string>> = {
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  'api-versions': 'VERSIONS',
  sasl: 'SASL',
  metadata: 'METADATA',
}
const COLUMNS = ['dns', 'tcp', 'tls', 'api-versions', 'sasl', 'metadata'] as const
const WIDTH = 76

/** `kbook cluster ping`: what fails first, then every address with its steps, then what failures mean. */
export function pingView(report: PingReport, options: {certificates: boolean}): string {
  const {bold, red, green, yellow} = paint()
  const failed = report.addresses.filter(({error}) => error)
  const rows = [...failed, ...report.addresses.filter(({error}) => !error)]
  const answer =
    failed.length === 0
      ? `${green('✔')} ${plural(rows.length, 'address answers', 'addresses answer')}`
      : `${red('!')} ${failed.length} of ${plural(rows.length, 'address', 'addresses')} cannot be used`
  const certificates = options.certificates || failed.some(({certificate}) => certificate)
  return [
    `${bold(printable(report.name))}  cluster id ${printable(report.clusterId ?? '?')}`,
    `  ${answer}`,
    '',
    renderTable(rows, COLUMN_LIST, {indent: 1}),
    ...report.warnings.flatMap((warning) => ['', ...noted(yellow('!'), warning)]),
    ...failed.flatMap((one) => ['', ...failure(one)]),
    ...(certificates ? rows.flatMap(certificateLines) : []),
  ].join('\n')
}

const COLUMN_LIST: readonly Column<PingedAddress>[] = [
  {header: '', value: ({error}) => (error ? '!' : ' ')},
  {header: 'ADDRESS', value: ({address}) => printable(address), shrink: true},
  {header: 'BROKER', value: ({brokers}) => brokers.join(','), align: 'right'},
  ...COLUMNS.map((step): Column<PingedAddress> => ({
    header: WORDS[step],
    value: ({steps}) => stepText(steps.find((one) => one.step === step)),
    align: 'right',
  })),
  {
    header: 'TOTAL',
    value: ({error, totalMs}) => (error ? '' : milliseconds(totalMs)),
    align: 'right',
    dropFirst: 1,
  },
]

const stepText = (step: PingStep | undefined): string =>
  step === undefined ? '' : step.error ? 'failed' : milliseconds(step.ms)

const milliseconds = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)}ms` : `${Math.round(ms)}ms`)

function failure({error, steps}: PingedAddress): string[] {
  if (!error) return []
  const last = steps.at(-1)
  const at = last?.error ? `${WORDS[last.step]}: ` : ''
  return [
    ...noted(paint().red('!'), `${at}${error.message}`),
    ...error.hints.flatMap((hint) => wrap(printable(hint), WIDTH).map((line) => `   ${line}`)),
  ]
}

const noted = (sign: string, text: string): string[] =>
  wrap(printable(text), WIDTH).map((line, index) => (index === 0 ? ` ${sign} ${line}` : `   ${line}`))

function certificateLines({address, certificate}: PingedAddress): string[] {
  if (!certificate) return []
  const {subject, issuer, names, validTo, daysLeft} = certificate
  const left = daysLeft < 0 ? 'expired' : `${plural(daysLeft, 'day')} left`
  return [
    '',
    `   certificate of ${printable(address)}`,
    `     subject  ${printable(subject)}`,
    `     names    ${printable(names.join(', ') || 'none')}`,
    `     issuer   ${printable(issuer)}`,
    `     expires  ${validTo.slice(0, 10)} (${left})`,
  ]
}
