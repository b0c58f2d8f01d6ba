import {count} from '../../../output/format.js'
import type {BrokerLogDirs, LogDir} from '../../log-dirs.js'
import {about, fine, trouble, unread} from '../finding.js'
import type {Evidence, Finding, HealthSnapshot} from '../types.js'

/** Used share of a volume, in percent: normal below 80, alert above 90. */
const USAGE = {warning: 80, critical: 90}
/** A broker that holds half as much again as the mean, where that is worth moving. */
const SKEW = {percent: 50, bytes: 1n << 30n}

/** Directories that are offline, full, or hold much more than others. */
export function judgeLogDirs({logDirs}: Pick<HealthSnapshot, 'logDirs'>): readonly Finding[] {
  return about('logdirs', 'log directories', logDirs, (brokers) => {
    const dirs = brokers.flatMap((broker) => broker.dirs)
    const found = [...unreadBrokers(brokers), ...offline(dirs), ...full(dirs), ...skewed(brokers)]
    if (found.length > 0) return found
    const known = dirs.some(({totalBytes}) => totalBytes !== undefined)
    const usage = known
      ? `, none above ${USAGE.warning}%`
      : '; how full disks are is not told by this cluster'
    return [fine('logdirs', `log directories are online${usage}`)]
  })
}

function unreadBrokers(brokers: readonly BrokerLogDirs[]): Finding[] {
  const failed = brokers.flatMap(({broker, error}) => (error ? [{broker, error}] : []))
  const [first] = failed
  if (!first) return []
  const ids = failed.map(({broker}) => broker).join(', ')
  return [unread('logdirs', `log directories of broker${failed.length > 1 ? 's' : ''} ${ids}`, first.error)]
}

const subject = ({broker, path}: LogDir): string => `broker ${broker} ${path}`

function offline(dirs: readonly LogDir[]): Finding[] {
  const evidence = dirs.flatMap((dir): Evidence[] =>
    dir.error ? [{subject: subject(dir), detail: dir.error.line}] : [],
  )
  if (evidence.length === 0) return []
  return [
    trouble({
      check: 'logdirs',
      level: 'critical',
      title: `${evidence.length} log director${evidence.length > 1 ? 'ies are' : 'y is'} offline`,
      meaning: 'Replicas there are gone until the disk is mended and the broker restarted.',
      evidence,
      next: ['kbook broker logdirs'],
    }),
  ]
}

function full(dirs: readonly LogDir[]): Finding[] {
  const used = dirs
    .flatMap((dir) => {
      const {totalBytes, usableBytes} = dir
      if (totalBytes === undefined || usableBytes === undefined || totalBytes === 0n) return []
      return [{dir, percent: Number((1000n * (totalBytes - usableBytes)) / totalBytes) / 10, usableBytes}]
    })
    .filter(({percent}) => percent >= USAGE.warning)
    .sort((a, b) => b.percent - a.percent)
  const [worst] = used
  if (!worst) return []
  return [
    trouble({
      check: 'logdirs',
      level: worst.percent > USAGE.critical ? 'critical' : 'warning',
      title: `a log directory is ${worst.percent.toFixed(1)}% full`,
      meaning: 'A full disk takes the whole broker down. Shorten retention, add storage, or move partitions.',
      evidence: used.map(({dir, percent, usableBytes}) => ({
        subject: subject(dir),
        detail: `${percent.toFixed(1)}% used · ${gib(usableBytes)} left`,
      })),
      next: ['kbook broker logdirs'],
    }),
  ]
}

const gib = (bytes: bigint): string => `${count(bytes >> 30n)} GiB`

function skewed(brokers: readonly BrokerLogDirs[]): Finding[] {
  if (brokers.some(({error}) => error)) return []
  const sizes = brokers.map(({broker, dirs}) => ({
    broker,
    bytes: dirs.flatMap(({replicas}) => replicas).reduce((sum, {bytes}) => sum + bytes, 0n),
  }))
  const mean = sizes.reduce((sum, {bytes}) => sum + bytes, 0n) / BigInt(Math.max(1, sizes.length))
  const heavy = sizes.filter(
    ({bytes}) => bytes - mean > SKEW.bytes && (bytes - mean) * 100n > mean * BigInt(SKEW.percent),
  )
  if (heavy.length === 0) return []
  return [
    trouble({
      check: 'logdirs',
      level: 'info',
      title: `brokers hold very different amounts of data (${gib(mean)} on average)`,
      meaning: 'The fullest disk fails first. Moving replicas evens it out.',
      evidence: heavy.map(({broker, bytes}) => ({subject: `broker ${broker}`, detail: gib(bytes)})),
      next: ['kbook broker logdirs'],
    }),
  ]
}
