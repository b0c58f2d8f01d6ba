import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'
import type {ConfigEntry} from '../configs/types.js'
import {requireBrokers} from './select.js'

export interface BrokerSettingsOptions {
  /** All brokers when undefined. */
  readonly broker?: number | undefined
  /** Also what nobody has set. */
  readonly all?: boolean
  readonly names?: readonly string[]
  readonly documentation?: boolean
}

/** One value of a setting, with the brokers that have it. */
export interface BrokerSetting extends ConfigEntry {
  readonly brokers: readonly number[]
}

export interface BrokerSettings {
  readonly cluster: string
  readonly brokers: readonly number[]
  /** By name. One on which brokers differ has a row for each value; what every broker has of its own is no difference. */
  readonly settings: readonly BrokerSetting[]
  /** Settings that nobody has set, and that were left out. */
  readonly hidden: number
  readonly errors: readonly {readonly broker: number; readonly error: KbookError}[]
}

/** Settings of one broker or of all, one request to each. @throws KbookError when none of them told any. */
export async function brokerSettings(
  cluster: Cluster,
  {broker, all = false, names, documentation = false}: BrokerSettingsOptions = {},
): Promise<BrokerSettings> {
  const info = await cluster.info()
  if (broker !== undefined) requireBrokers(info, [broker])
  const brokers = broker === undefined ? info.brokers.map(({id}) => id) : [broker]
  const resources = brokers.map((id) => ({type: 'broker', name: String(id)}) as const)
  const described = await describeConfigs(cluster, resources, {documentation, ...(names && {names})})
  const errors = described.flatMap(({resource, error}) =>
    error ? [{broker: Number(resource.name), error}] : [],
  )
  const [first] = errors
  if (first && errors.length === brokers.length) throw first.error
  const merged = mergeSettings(
    described.map(({resource, entries}) => ({broker: Number(resource.name), entries})),
  )
  requireNames(names ?? [], merged)
  const shown = merged.filter(({source}) => all || source !== 'default')
  const hidden = new Set(merged.map(({name}) => name)).size - new Set(shown.map(({name}) => name)).size
  return {cluster: cluster.name, brokers, settings: shown, hidden, errors}
}

function requireNames(names: readonly string[], found: readonly ConfigEntry[]): void {
  const missing = names.find((wanted) => !found.some(({name}) => name === wanted))
  if (missing === undefined) return
  throw new KbookError('NOT_FOUND', `brokers have no setting "${missing}"`, {
    hint: 'kbook broker config describe --all',
  })
}

/** One row for each value that a setting has on any broker, by name. Pure. */
export function mergeSettings(
  described: readonly {readonly broker: number; readonly entries: readonly ConfigEntry[]}[],
): BrokerSetting[] {
  const rows = new Map<string, BrokerSetting>()
  for (const {broker, entries} of described) {
    for (const entry of entries) {
      const key = JSON.stringify([entry.name, entry.value, entry.source])
      const row = rows.get(key)
      rows.set(key, {...entry, brokers: [...(row?.brokers ?? []), broker]})
    }
  }
  return [...rows.values()].sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))
}
