import {KbookError} from '../../errors.js'
import {nearest} from '../../output/nearest.js'
import type {Cluster} from '../cluster.js'
import {alterConfigs} from '../configs/alter.js'
import {describeConfigs} from '../configs/describe.js'
import type {ConfigChange, ConfigEntry, ConfigResource, ConfigSource} from '../configs/types.js'
import {isSecretName} from '../../secret-name.js'
import {requireBrokers} from './select.js'

/** A setting to change; `secret` values come from a file, and are shown nowhere. */
export interface SettingChange {
  readonly name: string
  readonly operation: 'set' | 'delete'
  /** Null for `delete`. */
  readonly value: string | null
  readonly secret: boolean
}

export interface BrokerConfigRequest {
  /** Undefined for the default of all brokers. */
  readonly broker: number | undefined
  readonly changes: readonly SettingChange[]
  /** Take names that the broker does not know, such as those of a plugin. */
  readonly allowUnknown?: boolean
}

/** A value and where it comes from. Null when it is secret or not set. */
export interface SettingValue {
  readonly value: string | null
  readonly source: ConfigSource | undefined
}

export interface PlannedSetting {
  readonly name: string
  readonly operation: 'set' | 'delete'
  readonly sensitive: boolean
  /** What is in force now: on the broker, or on the brokers that have no value of their own. */
  readonly before: SettingValue
  /** What will be in force: once it is deleted, the next value that is set anywhere. */
  readonly after: SettingValue
  /** What is set at this very place now; null when nothing is, or when it is secret. */
  readonly own: string | null
  /** Brokers whose own value hides a change of the default. */
  readonly hiddenBy: readonly number[]
  readonly changes: boolean
}

export interface BrokerConfigPlan {
  readonly cluster: string
  readonly broker: number | undefined
  readonly settings: readonly PlannedSetting[]
}

/**
 * What a change of dynamic broker settings would do. The broker itself has checked the values.
 *
 * @throws KbookError `BAD_INPUT` for a setting that does not exist, is secret but in plain sight, or is not taken;
 * `REFUSED` for one that needs a restart.
 */
export async function planBrokerConfig(
  cluster: Cluster,
  request: BrokerConfigRequest,
): Promise<BrokerConfigPlan> {
  const {broker, changes, allowUnknown = false} = request
  const info = await cluster.info({refresh: true})
  if (broker !== undefined) requireBrokers(info, [broker])
  const ids = broker === undefined ? info.brokers.map(({id}) => id) : [broker]
  const described = await describeConfigs(
    cluster,
    ids.map((id) => ({type: 'broker', name: String(id)})),
  )
  const readable = described.filter(({error}) => !error)
  const [first] = readable
  if (!first) throw described[0]?.error ?? new KbookError('REQUEST_FAILED', 'no broker told its settings')
  const byName = new Map(first.entries.map((entry) => [entry.name, entry]))
  const settings = changes.map((change) => {
    const entry = byName.get(change.name)
    refuse(change, entry, [...byName.keys()], allowUnknown)
    const others = readable.map(({resource, entries}) => ({
      id: Number(resource.name),
      entry: entries.find(({name}) => name === change.name),
    }))
    return plannedSetting(change, entry, broker === undefined ? others : undefined)
  })
  const real = changes.filter((_, index) => settings[index]?.changes)
  if (real.length > 0) {
    const asked = readable.map(({resource}) => Number(resource.name))
    await Promise.all(asked.map((id) => checkOn(cluster, id, resourceOf(broker), real.map(asChange))))
  }
  return {cluster: cluster.name, broker, settings}
}

/** A broker checks a change only by what is in force on itself, and rejects silently what others have let pass. */
async function checkOn(
  cluster: Cluster,
  id: number,
  resource: ConfigResource,
  changes: readonly ConfigChange[],
): Promise<void> {
  try {
    await alterConfigs(cluster, resource, changes, {validateOnly: true, via: id})
  } catch (error) {
    if (!(error instanceof KbookError) || resource.name !== '' || error.code === 'NOT_AUTHORIZED') throw error
    const {code, details, exitCode, hints, message} = error
    throw new KbookError(code, `broker ${id} would not take it: ${message}`, {
      cause: error,
      details: {...details, broker: id},
      exitCode,
      hint: hints,
    })
  }
}

export const resourceOf = (broker: number | undefined): ConfigResource => ({
  type: 'broker',
  name: broker === undefined ? '' : String(broker),
})

export const asChange = ({name, operation, value}: SettingChange): ConfigChange => ({name, operation, value})

function refuse(
  {name, operation, secret}: SettingChange,
  entry: ConfigEntry | undefined,
  known: readonly string[],
  allowUnknown: boolean,
): void {
  if (!entry && !allowUnknown && !name.startsWith('listener.name.')) {
    const like = nearest(name, known)
    throw new KbookError('BAD_INPUT', `brokers have no setting "${name}"`, {
      hint: [
        ...(like.length > 0 ? [`Settings that look like it: ${like.join(', ')}`] : []),
        'kbook broker config describe --all',
        '--allow-unknown takes it all the same, such as one of a plugin.',
      ],
    })
  }
  if (entry?.readOnly) {
    throw new KbookError('REFUSED', `${name} cannot be changed while a broker runs`, {
      hint: 'Change server.properties of each broker, and restart them one after another.',
    })
  }
  if (operation === 'set' && !secret && (entry?.sensitive ?? isSecretName(name))) {
    throw new KbookError('BAD_FLAG', `${name} is secret, and --set leaves its value in the shell's history`, {
      hint: `Put it into a file that only you can read: --set-from-file ${name}=FILE`,
    })
  }
}

type OtherBroker = {readonly id: number; readonly entry: ConfigEntry | undefined}

/** Works out what wins before and after. `all` brokers are given when it is their default that changes. Pure. */
export function plannedSetting(
  {name, operation, value, secret}: SettingChange,
  entry: ConfigEntry | undefined,
  all: readonly OtherBroker[] | undefined,
): PlannedSetting {
  const place: ConfigSource = all ? 'default-broker' : 'broker'
  const sensitive = secret || (entry?.sensitive ?? false)
  // A broker's own values do not count where the default of all is meant.
  const layers = (entry?.synonyms ?? []).filter(({source}) => !all || source !== 'broker')
  const own = layers.find((layer) => layer.source === place && layer.name === name)
  const rest = layers.filter((layer) => layer !== own)
  const valueOf = (layer: (typeof layers)[number] | undefined): SettingValue => ({
    value: sensitive ? null : (layer?.value ?? null),
    source: layer?.source,
  })
  const set = {value: sensitive ? null : value, source: place}
  const before = valueOf(layers[0])
  return {
    name,
    operation,
    sensitive,
    before,
    after: operation === 'set' ? set : valueOf(rest[0]),
    own: sensitive ? null : (own?.value ?? null),
    hiddenBy: all?.filter((one) => one.entry?.source === 'broker').map(({id}) => id) ?? [],
    changes: operation === 'delete' ? own !== undefined : sensitive || own?.value !== value,
  }
}
