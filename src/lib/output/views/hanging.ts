import type {AbortPlan} from '../../kafka/transactions/plan-abort.js'
import type {HangingReason, HangingReport, HangingTransaction} from '../../kafka/transactions/types.js'
import {count, duration, plural, printable} from '../format.js'
import {shellWord} from '../shell-word.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'

const SHOWN_FAILURES = 10

/** How the coordinators come not to know a transaction, for people. */
export const HANGING_WORDS: Readonly<Record<HangingReason, string>> = {
  'unknown-producer': 'no coordinator knows its producer',
  'unknown-transaction': 'its coordinator forgot it',
  'partition-not-in-it': 'not part of its transaction',
}

/** `kbook cluster transactions find-hanging` */
export function hangingView({hanging, checked, failed}: HangingReport): string {
  const {green, red, yellow} = paint()
  const [first] = hanging
  const where = `in ${plural(checked, 'partition')}`
  const answer = first
    ? `${red('!')} ${plural(hanging.length, 'hanging transaction')} ${where}`
    : failed.length > 0
      ? `${yellow('?')} no hanging transaction seen ${where}, others could not be read`
      : `${green('✔')} no hanging transaction ${where}`
  return [
    answer,
    ...(first ? ['', renderTable(hanging, COLUMNS, {indent: 1}), '', ...remedy(first)] : []),
    ...failures(failed),
  ].join('\n')
}

const COLUMNS: readonly Column<HangingTransaction>[] = [
  {header: '', value: () => '!'},
  {header: 'TOPIC', value: ({topic}) => printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'FROM', value: ({startOffset}) => count(startOffset), align: 'right'},
  {header: 'PRODUCER', value: ({producerId}) => producerId.toString(), align: 'right'},
  {header: 'EPOCH', value: ({producerEpoch}) => String(producerEpoch), align: 'right', dropFirst: 1},
  {header: 'IDLE', value: ({idleMs}) => duration(idleMs), align: 'right'},
  {header: 'WHY', value: ({reason}) => HANGING_WORDS[reason]},
  {header: 'TRANSACTIONAL ID', value: ({transactionalId = ''}) => printable(transactionalId), dropFirst: 2},
]

function remedy({topic, partition, startOffset}: HangingTransaction): string[] {
  return [
    '   Nobody who reads committed records gets past these offsets. To end one:',
    `   kbook cluster transactions abort --topic ${shellWord(topic)} --partition ${partition} --start-offset ${startOffset}`,
  ]
}

function failures(failed: HangingReport['failed']): string[] {
  if (failed.length === 0) return []
  const hidden = failed.length - SHOWN_FAILURES
  return [
    '',
    ...failed
      .slice(0, SHOWN_FAILURES)
      .map(({subject, error}) => ` ${paint().yellow('!')} ${printable(subject)}: ${printable(error.line)}`),
    ...(hidden > 0 ? [`   ${count(hidden)} more that could not be read (--json)`] : []),
  ]
}

/** The preview of `kbook cluster transactions abort`. */
export function abortView(plan: AbortPlan): string {
  const {topic, partition, producerId, producerEpoch, startOffset, transactionalId, reason, idleMs, held} =
    plan
  return [
    `Abort marker for ${printable(topic)}-${partition}`,
    '',
    `   transaction  ${transactionalId === undefined ? '(no transactional id is known)' : printable(transactionalId)}`,
    `   producer     ${producerId} epoch ${producerEpoch}, idle for ${duration(idleMs)}`,
    `   begins at    ${count(startOffset)}`,
    `   why          ${HANGING_WORDS[reason]}`,
    `   holds back   ${plural(held, 'message')} from there to the end, its own included`,
    '',
    `   ${paint().yellow('!')} its records are dropped for readers of committed ones. This cannot be undone.`,
  ].join('\n')
}
