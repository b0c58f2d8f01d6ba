import type {KbookError} from '../../errors.js'
import type {
  DescribedTransaction,
  ListedTransaction,
  TransactionListing,
} from '../../kafka/transactions/types.js'
import {duration, plural, printable, timeOfDay} from '../format.js'
import {shellWord} from '../shell-word.js'
import {paint} from '../style.js'
import {renderTable} from '../table.js'
import {wrap} from '../wrap.js'

const UNDER_WAY = /^(Ongoing|Prepare)/
const WIDTH = 76

/** `kbook cluster transactions list`: what is under way first. */
export function transactionsView({transactions, failed}: TransactionListing): string {
  const {yellow} = paint()
  const open = transactions.filter(({state}) => UNDER_WAY.test(state))
  const rows = [...open, ...transactions.filter(({state}) => !UNDER_WAY.test(state))]
  const [first] = open
  return [
    `${plural(transactions.length, 'transactional id')} · ${open.length} under way`,
    ...(rows.length > 0 ? ['', renderTable(rows, COLUMNS, {indent: 3})] : []),
    ...failed.map(
      ({broker, error}) => `\n ${yellow('!')} broker ${broker} is missing: ${printable(error.line)}`,
    ),
    ...(first ? ['', `   kbook cluster transactions describe ${shellWord(first.transactionalId)}`] : []),
  ].join('\n')
}

const COLUMNS = [
  {
    header: 'TRANSACTIONAL ID',
    value: (one: ListedTransaction) => printable(one.transactionalId),
    shrink: true,
  },
  {header: 'STATE', value: ({state}: ListedTransaction) => printable(state)},
  {header: 'PRODUCER', value: ({producerId}: ListedTransaction) => producerId.toString(), align: 'right'},
  {
    header: 'COORDINATOR',
    value: ({coordinator}: ListedTransaction) => String(coordinator),
    align: 'right',
    dropFirst: 1,
  },
] as const

/** One transaction of `kbook cluster transactions describe`. `now` is in milliseconds since the epoch. */
export function transactionView(
  row: DescribedTransaction | {transactionalId: string; error: KbookError},
  now = Date.now(),
): string {
  const {bold, red} = paint()
  const id = bold(printable(row.transactionalId))
  if ('error' in row) return `${red('!')} ${id}  ${printable(row.error.line)}`
  const {state, coordinator, producerId, producerEpoch, timeoutMs, partitions} = row
  const parts = partitions.map(({topic, partition}) => `${printable(topic)}-${partition}`).join(' ')
  return [
    `${id}  ${printable(state)}${ageText(row, now)}`,
    '',
    `   producer     ${producerId} epoch ${producerEpoch}`,
    `   coordinator  broker ${coordinator}`,
    `   time-out     ${duration(timeoutMs)}`,
    ...wrap(parts || 'none', WIDTH - 13).map(
      (line, n) => `   ${n === 0 ? 'partitions' : '          '}   ${line}`,
    ),
  ].join('\n')
}

function ageText({startedAt, timeoutMs}: DescribedTransaction, now: number): string {
  if (startedAt === undefined) return ''
  const openMs = now - startedAt
  const over = openMs > timeoutMs ? `, ${duration(openMs - timeoutMs)} past its time-out` : ''
  return ` · open for ${duration(openMs)} since ${timeOfDay(startedAt, now)} UTC${over}`
}
