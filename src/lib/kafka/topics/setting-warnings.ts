import {byteSize, duration} from '../../output/format.js'
import type {ConfigEntry} from '../configs/types.js'
import {minIsrWarnings, type TopicWarning} from './new-topic-checks.js'
import type {SettingChange} from './steps.js'

const FOR_EVER = 'topic undo does not bring them back'

/**
 * What changes of settings do to the messages of a topic, which no undo takes back, and to its writers. `entries` are
 * the settings before the changes.
 */
export function settingWarnings(
  topic: string,
  changes: readonly SettingChange[],
  entries: ReadonlyMap<string, ConfigEntry>,
  replicas?: number,
): TopicWarning[] {
  const changed = new Map(changes.map((change) => [change.name, change]))
  const before = (name: string): string | undefined =>
    changed.get(name)?.from ?? entries.get(name)?.value ?? undefined
  const after = (name: string): string | undefined => {
    const change = changed.get(name)
    return (change ? change.to : entries.get(name)?.value) ?? undefined
  }
  const has = (policy: string | undefined, word: string): boolean =>
    policy?.split(',').includes(word) ?? false
  const [was, is] = [before('cleanup.policy'), after('cleanup.policy')]
  const deletesNow = has(is, 'delete') && !has(was, 'delete')
  /** The new limit, where more goes than by the one before. */
  const tighter = (name: string): number | undefined => {
    const limit = limitOf(after(name))
    return has(is, 'delete') && limit < (deletesNow ? Infinity : limitOf(before(name))) ? limit : undefined
  }
  const [age, size] = [tighter('retention.ms'), tighter('retention.bytes')]
  const minIsr = changed.has('min.insync.replicas') ? Number(after('min.insync.replicas')) : 1
  return [
    ...(age === undefined ? [] : [`messages older than ${duration(age)} are deleted: ${FOR_EVER}`]),
    ...(size === undefined
      ? []
      : [`the oldest messages beyond ${byteSize(BigInt(size))} of each partition are deleted: ${FOR_EVER}`]),
    ...(has(is, 'compact') && !has(was, 'compact')
      ? [
          `all but the last message of each key is deleted, and those without a key: ${FOR_EVER}. ` +
            'New ones without a key are refused',
        ]
      : []),
    ...(replicas === undefined ? [] : minIsrWarnings(minIsr, replicas)),
  ].map((message) => ({topics: [topic], message}))
}

/** Unknown counts as no limit. */
function limitOf(text: string | undefined): number {
  const value = Number(text ?? -1)
  return value < 0 || text === '9223372036854775807' || Number.isNaN(value) ? Infinity : value
}
