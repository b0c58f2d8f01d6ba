import type {TrimPlan, TrimRow} from '../../kafka/topics/trim.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {unknownReaders} from './topic-words.js'

/** Groups that are named. */
const FEW = 10

/** Which messages go, and who has not read them. */
export function topicTrimView({rows, losses, readers, cluster}: TrimPlan, width = outputWidth()): string {
  const shown = rows.filter(({deletes}) => deletes > 0n)
  const total = rows.reduce((sum, {deletes}) => sum + deletes, 0n)
  const table = shown.length > 0 ? renderTable(shown, COLUMNS, {width, indent: 1}) : ''
  const rest = rows.length - shown.length
  const fold = rest > 0 ? paint().dim(`   ${plural(rest, 'partition')} with nothing to delete`) : ''
  const bad = paint().red('!')
  const remarks = [
    ...losses
      .slice(0, FEW)
      .map(
        ({group, members, lost}) =>
          ` ${bad} group ${printable(group)} (${plural(members, 'member')}) has not read ${plural(lost, 'message')} of them`,
      ),
    ...(losses.length > FEW ? [`   and ${plural(losses.length - FEW, 'more group')}`] : []),
    unknownReaders(readers),
    ...(total > 0n ? [` ${paint().yellow('!')} this cannot be undone`] : []),
  ]
  const facts = total === 0n ? ['nothing to delete'] : [`deletes ${plural(total, 'message')}`]
  return [
    headline('Trim', facts, cluster, {width, above: table}),
    [table, fold].filter((part) => part !== '').join('\n'),
    remarks.filter((line) => line !== '').join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

const COLUMNS: readonly Column<TrimRow>[] = [
  {header: '  TOPIC', value: ({topic}) => `  ${printable(topic)}`, shrink: true},
  {header: 'P', value: ({partition}) => count(partition), align: 'right'},
  {header: 'START', value: ({start}) => count(start), align: 'right'},
  {header: 'NEW START', value: ({target}) => count(target), align: 'right'},
  {header: 'END', value: ({end}) => count(end), align: 'right', dropFirst: 1},
  {header: 'DELETES', value: ({deletes}) => count(deletes), align: 'right'},
]
