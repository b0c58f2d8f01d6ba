import {failed, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'
import type {ConfigEntry} from '../configs/types.js'
import {sleep} from '../retry.js'
import type {SettingChange} from './config-plan.js'

/** How long brokers are given to hear of a change and to take it. */
const TAKING_MS = 3000
const PAUSE_MS = 50

/**
 * Brokers on which a change of the default of all brokers is not in force, one row for each of their settings. The
 * controller keeps the change whatever they make of it; each tells why only in its own log.
 */
export async function notTaken(
  cluster: Cluster,
  changes: readonly SettingChange[],
  {takingMs = TAKING_MS}: {readonly takingMs?: number} = {},
): Promise<RowOutcome[]> {
  const brokers = (await cluster.info()).brokers.map(({id}) => ({type: 'broker', name: String(id)}) as const)
  const names = changes.map(({name}) => name)
  const until = Date.now() + takingMs
  for (;;) {
    const described = await describeConfigs(cluster, brokers, {names})
    const rows = described.flatMap(({entries, error, resource}) =>
      changes.flatMap((change) => {
        const subject = `${change.name} on broker ${resource.name}`
        const entry = entries.find(({name}) => name === change.name)
        const why = error ?? whyNotTaken(change, entry, resource.name)
        return why ? [failed(subject, why)] : []
      }),
    )
    if (rows.length === 0 || Date.now() >= until) return rows
    await sleep(PAUSE_MS)
  }
}

/** Undefined where the change is in force, or hidden by a value of the broker's own, or told to nobody. Pure. */
export function whyNotTaken(
  {name, operation, value, secret}: SettingChange,
  entry: ConfigEntry | undefined,
  broker: string,
): KbookError | undefined {
  const [winner] = entry?.synonyms ?? []
  if (!entry || !winner || secret || entry.sensitive) return undefined
  const layer = entry.synonyms.find((one) => one.source === 'default-broker' && one.name === name)
  const heard = operation === 'delete' ? !layer : layer && sameValue(layer.value, value)
  if (!heard) {
    return new KbookError('REQUEST_FAILED', 'the broker has not heard of the change yet', {
      hint: `kbook broker config describe ${broker}`,
    })
  }
  // What a broker rejects it lists all the same, and goes on with the value from before.
  if (winner.name !== name || sameValue(entry.value, winner.value)) return undefined
  return new KbookError(
    'REQUEST_FAILED',
    `the broker rejected it, and goes on with ${entry.value ?? 'none'}`,
    {
      hint: [
        'Its log says why. It rejects every later change of its settings, too, until this one is put back.',
        `kbook broker config describe ${broker}`,
      ],
    },
  )
}

/** Whether a broker means the same by both: it writes numbers, words and lists in its own way. */
function sameValue(a: string | null, b: string | null): boolean {
  const [one, other] = [plain(a), plain(b)]
  return one === other || (one !== '' && other !== '' && Number(one) === Number(other))
}

const plain = (value: string | null): string =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .join(',')
