import {isUtf8} from 'node:buffer'
import {KbookError} from '../../errors.js'
import type {KafkaRecord} from '../../kafka/records/types.js'
import type {TopicPartition} from '../../kafka/types.js'
import {printableLines} from '../format.js'
import type {RecordWriter} from './writer.js'

type Part = (record: KafkaRecord, at: TopicPartition, out: RecordWriter) => void

/** Writes bytes of a record. */
type Put = (bytes: Buffer, out: RecordWriter) => void

/** As they are, or safe on a terminal. */
export const contentOf = (terminal: boolean): Put =>
  terminal
    ? (bytes, out) =>
        out.text(isUtf8(bytes) ? printableLines(bytes.toString()) : `${bytes.toString('hex')} (hex)`)
    : (bytes, out) => out.bytes(bytes)

const tokens = (put: Put): Readonly<Record<string, Part>> => ({
  t: (_, {topic}, out) => out.text(topic),
  p: (_, {partition}, out) => out.text(String(partition)),
  o: ({offset}, _, out) => out.text(offset.toString()),
  T: ({timestamp}, _, out) => out.text(String(timestamp)),
  k: ({key}, _, out) => key && put(key, out),
  K: ({key}, _, out) => out.text(String(key?.length ?? -1)),
  s: ({value}, _, out) => value && put(value, out),
  v: ({value}, _, out) => value && put(value, out),
  S: ({value}, _, out) => out.text(String(value?.length ?? -1)),
  h: ({headers}, _, out) => {
    for (const [index, [name, bytes]] of headers.entries()) {
      out.text(index > 0 ? ',' : '')
      put(Buffer.from(name), out)
      out.text('=')
      if (bytes) put(bytes, out)
    }
  },
  '%': (_, __, out) => out.text('%'),
})

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '0': '\0', '\\': '\\'}

/** What may stand in a template, for help and errors. */
export const TEMPLATE_WORDS =
  '%t topic, %p partition, %o offset, %T timestamp (ms), %k key, %v or %s value, %h headers, %K and %S their lengths (-1 for null), %% percent, \\n \\t \\r \\0 \\xHH'

/** A line of the caller's own making, as kcat's `-f`. @throws KbookError `BAD_FLAG` */
export function template(text: string, put: Put): Part {
  const parts: Part[] = []
  const known = tokens(put)
  for (const [piece] of text.matchAll(/%.?|\\x[0-9a-fA-F]{2}|\\.?|[^%\\]+/gs))
    parts.push(partOf(piece, known))
  return (record, at, out) => {
    for (const part of parts) part(record, at, out)
  }
}

function partOf(piece: string, known: Readonly<Record<string, Part>>): Part {
  if (piece.startsWith('%')) {
    const token = known[piece.slice(1)]
    if (token) return token
    throw new KbookError('BAD_FLAG', `--format has no "${piece}"`, {hint: `It knows ${TEMPLATE_WORDS}.`})
  }
  const literal = Buffer.from(unescaped(piece), 'latin1')
  return (_, __, out) => out.bytes(literal)
}

/** Bytes as Latin-1 text. @throws KbookError `BAD_FLAG` */
function unescaped(piece: string): string {
  if (!piece.startsWith('\\')) return Buffer.from(piece).toString('latin1')
  if (piece.startsWith('\\x')) return String.fromCharCode(parseInt(piece.slice(2), 16))
  const escape = ESCAPES[piece.slice(1)]
  if (escape !== undefined) return escape
  throw new KbookError('BAD_FLAG', `"${piece}" is no escape`, {
    hint: 'There are \\n \\t \\r \\0 \\\\ and \\xHH.',
  })
}

/** A separator such as `\n`, `\0` or `;`. @throws KbookError `BAD_FLAG` */
export const delimiterBytes = (text: string): Buffer =>
  Buffer.from(
    [...text.matchAll(/\\x[0-9a-fA-F]{2}|\\.?|[^\\]+/gs)].map(([piece]) => unescaped(piece)).join(''),
    'latin1',
  )
