import {homedir} from 'node:os'
import {join, sep} from 'node:path'
import type {BrokerChange} from '../../sandbox/brokers.js'
import {nameFlag} from '../../sandbox/paths.js'
import type {BrokerStatus, SandboxStatus} from '../../sandbox/status.js'
import type {DownResult, UpResult} from '../../sandbox/up.js'
import {duration, plural} from '../format.js'
import {paint} from '../style.js'
import {renderTable} from '../table.js'

const INDENT = 3

/** `kbook sandbox up` */
export function sandboxUpView(up: UpResult): string {
  const use = up.currentProfile ? '' : ` --profile ${up.profile}`
  const news = up.alreadyUp ? 'up already' : `up in ${duration(up.took)}`
  return [
    `${paint().green('✔')} ${headline(up, news)}`,
    '',
    brokerTable(up.brokers),
    '',
    up.currentProfile
      ? `profile ${up.profile} reaches it, and is the current one`
      : `profile ${up.profile} reaches it: kbook profile use ${up.profile}, or --profile ${up.profile}`,
    `  kbook lag describe --all${use}`,
    ...(up.brokers.length > 1 ? [`  kbook sandbox kill-broker 2${flagOf(up)}`] : []),
    `  kbook sandbox down${flagOf(up)}`,
  ].join('\n')
}

/** `kbook sandbox status` */
export function sandboxStatusView(sandboxes: readonly SandboxStatus[]): string {
  if (sandboxes.length === 0) return 'no sandbox\n  kbook sandbox up'
  return sandboxes.map(oneStatus).join('\n\n')
}

/** `kbook sandbox kill-broker|stop-broker|restart-broker` */
export function brokerChangeView({change, broker, took, sandbox}: BrokerChange): string {
  const down = sandbox.brokers.find(({state}) => state === 'down')
  return [
    `${paint().green('✔')} ${change} broker ${broker} in ${duration(took)} · ${runningText(sandbox)}`,
    ...(down ? [`  kbook sandbox restart-broker ${down.id}${flagOf(sandbox)}`] : []),
  ].join('\n')
}

/** `kbook sandbox down` */
export function sandboxDownView({name, stopped, kept}: DownResult): string {
  const what = `${paint().green('✔')} sandbox ${name} is down · ${plural(stopped, 'broker')} stopped`
  return kept === null ? `${what} · data removed` : `${what} · data kept in ${kept}`
}

function oneStatus(sandbox: SandboxStatus): string {
  const {brokers, dir, clientProperties, profile} = sandbox
  const up = brokers.filter(({state}) => state === 'up')
  const sign = up.length === brokers.length ? paint().green('✔') : paint().yellow('!')
  const secured = clientProperties !== null
  const rows = [
    ['kbook', `--profile ${profile}`],
    ["Kafka's tools", `--bootstrap-server ${(up[0] ?? brokers[0])?.address ?? ''}`],
    ...(secured ? [['', `--command-config ${fromHome(clientProperties)}`]] : []),
    ['logs', join(fromHome(dir), 'node-*', 'broker.log')],
    ...(secured ? [['users', 'admin may do all, guest nothing yet']] : []),
  ]
  return [
    `${sign} ${headline(sandbox, runningText(sandbox))}`,
    '',
    brokerTable(brokers),
    '',
    ...rows.map(([label = '', text = '']) => `   ${label.padEnd(15)}${text}`),
  ].join('\n')
}

// A shell understands it as well.
const fromHome = (path: string): string =>
  path.startsWith(`${homedir()}${sep}`) ? `~${path.slice(homedir().length)}` : path

const headline = ({name, security}: SandboxStatus, news: string): string =>
  [`sandbox ${paint().bold(name)}`, news, security].join(' · ')

const brokerTable = (brokers: readonly BrokerStatus[]): string =>
  renderTable(
    brokers,
    [
      {header: '', value: ({state}) => (state === 'up' ? ' ' : '!')},
      {header: 'BROKER', value: ({id}) => String(id), align: 'right'},
      {header: 'ADDRESS', value: ({address}) => address},
      {header: 'STATE', value: ({state}) => state},
      {header: 'PID', value: ({pid}) => (pid === null ? '-' : String(pid)), align: 'right'},
    ],
    {indent: INDENT - 2},
  )

function runningText({brokers}: SandboxStatus): string {
  const up = brokers.filter(({state}) => state === 'up').length
  if (up === 0) return 'no broker up'
  return up === brokers.length ? `${plural(up, 'broker')} up` : `${up} of ${brokers.length} brokers up`
}

const flagOf = ({name}: SandboxStatus): string => nameFlag(name)
