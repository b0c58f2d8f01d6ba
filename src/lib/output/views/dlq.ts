import type {LetterBox} from '../../consumer/dead-letter/box.js'
import type {StoredLetter, StoredLetters} from '../../consumer/dead-letter/stored.js'
import {bytesBlock, bytesLine, encodeBytes} from '../bytes.js'
import {displayPath} from '../display-path.js'
import {shellWord} from '../shell-word.js'
import {count, plural, printable, timeOfDay} from '../format.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'

/** Of a letter in its box, as `dlq show` takes it. */
const placeIn = ({kind}: LetterBox, {place}: StoredLetter): string =>
  kind === 'file' ? place.offset.toString() : `${place.partition}@${place.offset}`

const originText = ({origin}: StoredLetter): string =>
  origin.topic === ''
    ? ''
    : `${displayPath(origin.topic)}[${printable(origin.partition)}]@${printable(origin.offset)}`

/** Dead letters, newest first, and how to see one whole. */
export function dlqListView({letters, total, unreadable}: StoredLetters, box: LetterBox): string {
  const {bold, yellow} = paint()
  const [first] = letters
  return [
    `${bold(displayPath(box.name))}  ${plural(total, 'dead letter')}`,
    ...(first ? ['', renderTable(letters, columns(box), {indent: 3})] : []),
    ...(total > letters.length ? [`   ${count(total - letters.length)} older hidden (--all)`] : []),
    ...(unreadable > 0 ? [` ${yellow('!')} ${plural(unreadable, 'line')} of it are no dead letter`] : []),
    ...(first ? ['', `   kbook dlq show ${shellWord(displayPath(box.name))} ${placeIn(box, first)}`] : []),
  ].join('\n')
}

const columns = (box: LetterBox): Column<StoredLetter>[] => [
  {header: box.kind === 'file' ? 'LINE' : 'PLACE', value: (letter) => placeIn(box, letter), align: 'right'},
  {
    header: 'WHEN (UTC)',
    value: ({timestamp}) => (timestamp === undefined ? '' : timeOfDay(timestamp)),
    dropFirst: 1,
  },
  {header: 'CAME FROM', value: originText, dropFirst: 2},
  {header: 'REASON', value: ({reason, kind}) => printable(reason || kind)},
  {header: 'VALUE', value: ({message}) => bytesLine(message.value, 60), dropFirst: 3, shrink: true},
]

const LABEL = 11
const fact = (label: string, text: string): string => `   ${label.padEnd(LABEL)}${text}`

/** One letter whole: why it is here, then its key, headers and value as they came. */
export function letterView(letter: StoredLetter, box: LetterBox): string {
  const {bold, dim} = paint()
  const {reason, stage, kind, group, attempt, timestamp, message} = letter
  const size = message.value === null ? '' : dim(`  ${plural(message.value.length, 'byte')}`)
  return [
    `${bold(`${displayPath(box.name)} ${placeIn(box, letter)}`)}  ${printable(reason || 'no reason stands in its headers')}`,
    '',
    ...(originText(letter) ? [fact('came from', originText(letter))] : []),
    ...(stage || kind ? [fact('failed at', [stage, kind].filter(Boolean).map(printable).join(', '))] : []),
    ...(group
      ? [
          fact(
            'put by',
            `${printable(group)}${attempt === '1' || attempt === '' ? '' : `, time ${printable(attempt)}`}`,
          ),
        ]
      : []),
    ...(timestamp === undefined ? [] : [fact('when', `${timeOfDay(timestamp)} UTC`)]),
    fact('key', bytesLine(message.key)),
    ...message.headers.map(([name, value], index) =>
      fact(index === 0 ? 'headers' : '', `${printable(name)}: ${bytesLine(value)}`),
    ),
    '',
    `   value${size}`,
    ...bytesBlock(message.value).map((line) => `   ${line}`),
  ].join('\n')
}

/** A letter as `--json` prints it: every byte, and the place as `dlq show` takes it. */
export const letterJson = (letter: StoredLetter, box: LetterBox): Record<string, unknown> => ({
  place: placeIn(box, letter),
  timestamp: letter.timestamp === undefined ? undefined : new Date(letter.timestamp).toISOString(),
  origin: letter.origin,
  stage: letter.stage,
  kind: letter.kind,
  reason: letter.reason,
  attempt: letter.attempt,
  group: letter.group,
  key: encodeBytes(letter.message.key),
  value: encodeBytes(letter.message.value),
  headers: letter.message.headers.map(([name, value]) => ({name, value: encodeBytes(value)})),
})
