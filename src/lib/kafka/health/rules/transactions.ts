import {count, duration, plural} from '../../../output/format.js'
import {kafkaErrorName} from '../../error-map.js'
import type {HangingReport} from '../../transactions/types.js'
import {about, fine, trouble} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'

/** Open transactions that nobody will end: readers of committed records stand still behind them. */
export function judgeTransactions({transactions}: Pick<HealthSnapshot, 'transactions'>): readonly Finding[] {
  return about('transactions', 'open transactions', transactions, (report) => {
    const found = [...hanging(report), ...unasked(report)]
    return found.length > 0 ? found : [fine('transactions', 'no transaction hangs')]
  })
}

function hanging({hanging: found}: HangingReport): Finding[] {
  if (found.length === 0) return []
  return [
    trouble({
      check: 'transactions',
      level: 'critical',
      title: `${plural(found.length, 'partition')} held up by a transaction that nobody will end`,
      meaning: 'Consumers with read_committed read no further, and compaction stops there.',
      evidence: found.map(({topic, partition, producerId, startOffset, idleMs}) => ({
        subject: `${topic}-${partition}`,
        detail: `producer ${producerId}, open since offset ${count(startOffset)}, silent for ${duration(idleMs)}`,
      })),
      next: ['kbook cluster transactions find-hanging'],
    }),
  ]
}

/** Partitions without a leader are told as such already: nobody can read them anyway. */
function unasked(report: HangingReport): Finding[] {
  const failed = report.failed.filter(({error}) => kafkaErrorName(error) !== 'LEADER_NOT_AVAILABLE')
  if (failed.length === 0) return []
  return [
    trouble({
      check: 'transactions',
      level: 'unknown',
      title: `producers of ${plural(failed.length, 'partition or broker', 'partitions or brokers')} could not be asked for`,
      meaning: 'A transaction may hang there.',
      evidence: failed.map(({subject, error}) => ({subject, detail: error.line})),
      next: ['kbook cluster transactions find-hanging'],
    }),
  ]
}
