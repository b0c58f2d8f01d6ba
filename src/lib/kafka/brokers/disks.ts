import type {KbookError} from '../../errors.js'
import type {BrokerLogDirs, LogDir, StoredReplica} from '../log-dirs.js'

/** One log directory without its replicas. */
export interface DiskUse {
  readonly path: string
  /** Of all replicas in it. */
  readonly bytes: bigint
  readonly replicas: number
  /** Replicas that are being moved into it from another directory of the broker. */
  readonly incoming: number
  readonly totalBytes: bigint | undefined
  readonly usableBytes: bigint | undefined
  /** Such as that the directory is offline. */
  readonly error: KbookError | undefined
}

export interface BrokerDisks {
  readonly broker: number
  readonly bytes: bigint
  readonly replicas: number
  /** Of its directories together; undefined where one of them does not tell. Volumes that are shared count twice. */
  readonly totalBytes: bigint | undefined
  readonly usableBytes: bigint | undefined
  /** Those that are offline first, then the fullest. */
  readonly dirs: readonly DiskUse[]
  /** Why nothing could be read of this broker. */
  readonly error: KbookError | undefined
}

export interface LargeReplica extends Pick<StoredReplica, 'topic' | 'partition' | 'bytes'> {
  readonly broker: number
  readonly path: string
}

export interface DiskReport {
  readonly cluster: string
  readonly bytes: bigint
  readonly brokers: readonly BrokerDisks[]
  /** Bytes of the fullest broker over those of the average one; 1 is even. Undefined when nothing is stored. */
  readonly skew: number | undefined
  readonly largest: readonly LargeReplica[]
}

/** What is in the directories of one broker. Pure. */
export function brokerDisks({broker, dirs, error}: BrokerLogDirs): BrokerDisks {
  const uses = dirs.map(diskUse).sort(worstFirst)
  return {
    broker,
    bytes: sum(uses.map(({bytes}) => bytes)),
    replicas: uses.reduce((total, {replicas}) => total + replicas, 0),
    totalBytes: sumOfKnown(uses.map(({totalBytes}) => totalBytes)),
    usableBytes: sumOfKnown(uses.map(({usableBytes}) => usableBytes)),
    dirs: uses,
    error,
  }
}

/** The whole picture, with the `top` largest replicas. Pure. */
export function diskReport(cluster: string, brokers: readonly BrokerLogDirs[], top: number): DiskReport {
  const disks = brokers.map(brokerDisks)
  return {
    cluster,
    bytes: sum(disks.map(({bytes}) => bytes)),
    brokers: disks,
    skew: skewOf(disks.filter(({error}) => !error).map(({bytes}) => bytes)),
    largest: largestOf(brokers, top),
  }
}

/** The greatest over the average: 1 is even. */
export function skewOf(values: readonly bigint[]): number | undefined {
  const numbers = values.map(Number)
  const total = numbers.reduce((all, value) => all + value, 0)
  return total === 0 ? undefined : (Math.max(...numbers) * numbers.length) / total
}

const diskUse = ({path, replicas, totalBytes, usableBytes, error}: LogDir): DiskUse => ({
  path,
  bytes: sum(replicas.map(({bytes}) => bytes)),
  replicas: replicas.length,
  incoming: replicas.filter(({future}) => future).length,
  totalBytes,
  usableBytes,
  error,
})

const worstFirst = (a: DiskUse, b: DiskUse): number =>
  Number(b.error !== undefined) - Number(a.error !== undefined) ||
  (a.bytes === b.bytes ? 0 : a.bytes < b.bytes ? 1 : -1)

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

function sumOfKnown(values: readonly (bigint | undefined)[]): bigint | undefined {
  const known = values.filter((value) => value !== undefined)
  return values.length === 0 || known.length < values.length ? undefined : sum(known)
}

// A list that never grows beyond `top`, since there may be a hundred thousand replicas.
function largestOf(brokers: readonly BrokerLogDirs[], top: number): LargeReplica[] {
  let largest: LargeReplica[] = []
  for (const {broker, dirs} of brokers) {
    for (const {path, replicas} of dirs) {
      const rows = replicas.map(({topic, partition, bytes}) => ({topic, partition, bytes, broker, path}))
      largest = [...largest, ...rows].sort(bySize).slice(0, top)
    }
  }
  return largest
}

const bySize = (a: LargeReplica, b: LargeReplica): number =>
  a.bytes === b.bytes ? 0 : a.bytes < b.bytes ? 1 : -1
