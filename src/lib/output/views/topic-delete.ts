import type {DeletePlan, DoomedTopic} from '../../kafka/topics/delete.js'
import type {TopicReader} from '../../kafka/topics/readers.js'
import {count, duration, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {amount, compactedNote, instant, messagesText, sign, sizeText, unknownReaders} from './topic-words.js'

/** What deleting topics destroys, and who reads them. */
export function topicDeleteView(plan: DeletePlan, width = outputWidth()): string {
  const {topics, readers, cluster} = plan
  const messages = topics.reduce<bigint | undefined>(
    (sum, one) => (sum === undefined || one.messages === undefined ? undefined : sum + one.messages),
    0n,
  )
  const table = renderTable(topics, columns(plan), {width, indent: 1})
  const live = readers.groups.filter(({members}) => members > 0)
  const facts = [
    plural(topics.length, 'topic'),
    messages === undefined ? 'messages unknown' : messagesText(messages, plan.compacted.length > 0),
    ...(live.length > 0 ? [`${plural(live.length, 'group')} with members`] : []),
  ]
  return [
    headline('Delete', facts, cluster, {width, above: table}),
    [table, compactedNote(plan.compacted)].filter((part) => part !== '').join('\n'),
    readers.groups.length > 0 ? renderTable(readers.groups, READER_COLUMNS, {width, indent: 1}) : '',
    [
      unknownReaders(readers),
      ` ${paint().yellow('!')} this cannot be undone: messages, settings and offsets of groups go`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function columns({readers}: DeletePlan): Column<DoomedTopic>[] {
  const readBy = ({name}: DoomedTopic): TopicReader[] =>
    readers.groups.filter(({topics}) => topics.includes(name))
  return [
    {
      header: '  TOPIC',
      value: (topic) => sign(readBy(topic).some(({members}) => members > 0)) + printable(topic.name),
      shrink: true,
    },
    {header: 'PARTITIONS', value: ({partitions}) => count(partitions), align: 'right', dropFirst: 1},
    {header: 'MESSAGES', value: ({messages}) => amount(messages), align: 'right'},
    {header: 'SIZE', value: ({size}) => sizeText(size), align: 'right'},
    {header: 'LAST WRITE (UTC)', value: lastWrite},
    {header: 'GROUPS', value: (topic) => count(readBy(topic).length), align: 'right'},
  ]
}

function lastWrite({lastWrite: time, messages}: DoomedTopic): string {
  if (time === undefined) return messages === 0n ? 'empty' : '?'
  const ago = Date.now() - Date.parse(time)
  return `${instant(time)}, ${duration(ago)} ago`
}

const READER_COLUMNS: readonly Column<TopicReader>[] = [
  {header: '  GROUP', value: ({group, members}) => sign(members > 0) + printable(group), shrink: true},
  {header: 'STATE', value: ({state}) => state, dropFirst: 1},
  {header: 'MEMBERS', value: ({members}) => count(members), align: 'right'},
  {header: 'LAG', value: ({lag}) => amount(lag), align: 'right'},
]
