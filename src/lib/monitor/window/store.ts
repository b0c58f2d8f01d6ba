import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {writeFileAtomically} from '../../config/atomic-write.js'
import {withFileLock} from '../../config/file-lock.js'
import {stateFolder} from '../../config/paths.js'
import {KbookError} from '../../errors.js'
import {toJson} from '../../output/json.js'
import {withSample, type GroupSample, type PartitionSample} from './sample.js'

/** Whose samples they are: checks that look at other things in other windows keep others. */
export interface WindowKey {
  readonly clusterId: string
  readonly group: string
  readonly windowMs: number
  /** Words that narrow down the topics. */
  readonly topics: readonly string[]
}

export interface KeptSamples {
  /** Oldest first; the last one is the new one. */
  readonly samples: readonly GroupSample[]
  /** The file was damaged: nothing from before is known. */
  readonly startedOver: boolean
}

/** A check that cannot write within this time says so: its monitoring system waits for it. */
const LOCK_MS = 2000
const VERSION = 1

/**
 * Adds a sample to those that are kept, one process at a time.
 *
 * @throws KbookError `LOCKED`, `STORAGE_FAILED`
 */
export async function keepSample(
  key: WindowKey,
  sample: GroupSample,
  folder = stateFolder(),
): Promise<KeptSamples> {
  const file = fileOf(key, folder)
  try {
    return await withFileLock(
      file,
      async () => {
        const text = await readFile(file, 'utf8').catch((error: unknown) => {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
          throw error
        })
        const before = text === undefined ? [] : decode(text)
        const samples = withSample(before ?? [], sample, key.windowMs)
        await writeFileAtomically(file, encode(key, samples))
        return {samples, startedOver: before === undefined}
      },
      LOCK_MS,
    )
  } catch (cause) {
    if (cause instanceof KbookError) throw cause
    throw new KbookError('STORAGE_FAILED', `cannot keep samples in ${file}: ${(cause as Error).message}`, {
      hint: 'They judge the next runs of the check. XDG_STATE_HOME chooses another folder.',
      cause,
    })
  }
}

/** A readable name that no other key has, whatever the group is called. */
function fileOf({clusterId, group, windowMs, topics}: WindowKey, folder: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([group, windowMs, topics]))
    .digest('hex')
  const words = safeName(group).slice(0, 60)
  return join(folder, 'check', safeName(clusterId), `${words}-${hash.slice(0, 16)}.json`)
}

const safeName = (text: string): string => text.replace(/[^\w-]+/g, '_')

type Row = readonly [committed: string | null, end: string | null, lag: string | null]
interface Stored {
  readonly version: number
  readonly samples: readonly {readonly at: number; readonly partitions: Readonly<Record<string, Row>>}[]
}

function encode({group}: WindowKey, samples: readonly GroupSample[]): string {
  const rows = samples.map(({at, partitions}) => ({
    at,
    partitions: Object.fromEntries(
      [...partitions].map(([key, {committed, end, lag}]) => [
        key,
        [committed ?? null, end ?? null, lag ?? null],
      ]),
    ),
  }))
  return `${toJson({version: VERSION, group, samples: rows})}\n`
}

/** Undefined for a file that was damaged, or written by another version. */
function decode(text: string): GroupSample[] | undefined {
  try {
    const {version, samples} = JSON.parse(text) as Stored
    if (version !== VERSION) return undefined
    return samples.map(({at, partitions}) => {
      if (!Number.isFinite(at)) throw new TypeError('not a time')
      return {at, partitions: new Map(Object.entries(partitions).map(([key, row]) => [key, decoded(row)]))}
    })
  } catch {
    return undefined
  }
}

function decoded([committed, end, lag]: Row): PartitionSample {
  const number = (text: string | null): bigint | undefined => (text === null ? undefined : BigInt(text))
  return {committed: number(committed), end: number(end), lag: number(lag)}
}
