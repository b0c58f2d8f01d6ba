import {describeConfigs} from '../configs/describe.js'
import type {ConfigChange, ConfigEntry} from '../configs/types.js'
import type {Cluster} from '../cluster.js'
import {unknownSetting} from './list.js'
import type {SettingChange} from './steps.js'

/** Settings of topics by name of the topic, then of the setting. @throws KbookError when one may not be read */
export async function readSettings(
  cluster: Cluster,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, ConfigEntry>>> {
  const described = await describeConfigs(
    cluster,
    topics.map((name) => ({type: 'topic', name})),
  )
  return new Map(
    described.map(({resource, entries, error}) => {
      if (error) throw error
      return [resource.name, new Map(entries.map((entry) => [entry.name, entry]))]
    }),
  )
}

/**
 * The changes that are none yet, with what is in force before and after them.
 *
 * @throws KbookError `BAD_FLAG` for a setting that topics do not have
 */
export function settingChanges(
  changes: readonly ConfigChange[],
  entries: ReadonlyMap<string, ConfigEntry>,
): SettingChange[] {
  return changes.flatMap((change) => {
    const entry = entries.get(change.name)
    if (!entry) throw unknownSetting(change.name, [...entries.keys()])
    const overridden = entry.source === 'topic'
    const to = valueAfter(change, entry, overridden)
    const same =
      change.operation === 'delete'
        ? !overridden
        : overridden || isListChange(change)
          ? to === entry.value
          : false
    return same ? [] : [{...change, from: entry.value, overridden, to}]
  })
}

const isListChange = ({operation}: ConfigChange): boolean =>
  operation === 'append' || operation === 'subtract'

function valueAfter(
  {operation, value}: ConfigChange,
  entry: ConfigEntry,
  overridden: boolean,
): string | null | undefined {
  const items = (text: string | null): string[] => (text ?? '').split(',').filter((item) => item !== '')
  switch (operation) {
    case 'set':
      return value
    case 'append':
      return [...new Set([...items(entry.value), ...items(value)])].join(',')
    case 'subtract': {
      const gone = new Set(items(value))
      return items(entry.value)
        .filter((item) => !gone.has(item))
        .join(',')
    }
    case 'delete':
      // What is set for it elsewhere wins then.
      return overridden ? inherited(entry) : entry.value
  }
}

/** Brokers have names of their own for settings of topics, some with another unit: `log.retention.hours`. */
function inherited({name, synonyms}: ConfigEntry): string | null | undefined {
  const synonym = synonyms.find(({source}) => source !== 'topic')
  const {value} = synonym ?? {}
  const unit = name.endsWith('.ms') ? UNITS_MS.find(([end]) => synonym?.name.endsWith(end))?.[1] : undefined
  if (unit === undefined || !value || !/^\d+$/.test(value)) return value
  return String(BigInt(value) * unit)
}

const UNITS_MS = [
  ['.minutes', 60_000n],
  ['.hours', 3_600_000n],
] as const

/** What puts the settings back to what they are before the changes. */
export const inverseChanges = (changes: readonly SettingChange[]): ConfigChange[] =>
  changes.map(({name, overridden, from}) =>
    overridden ? {name, operation: 'set', value: from ?? ''} : {name, operation: 'delete', value: null},
  )
