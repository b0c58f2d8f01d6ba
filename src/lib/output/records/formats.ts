import {KbookError} from '../../errors.js'
import type {KafkaRecord} from '../../kafka/records/types.js'
import type {TopicPartition} from '../../kafka/types.js'
import {byteSize, printableLines} from '../format.js'
import {jsonRecord} from './fields.js'
import {recordLines, type LineWidths} from './lines.js'
import {contentOf, delimiterBytes, template, TEMPLATE_WORDS} from './template.js'
import type {RecordWriter} from './writer.js'

export type WriteRecord = (record: KafkaRecord, at: TopicPartition, out: RecordWriter) => void

export const FORMATS = ['table', 'raw', 'json', 'ndjson', 'hex', 'base64'] as const

export interface FormatOptions {
  /** One of {@link FORMATS}, or a template. */
  readonly format: string
  /** After each value of raw, hex and base64. */
  readonly delimiter: string
  /** Control characters of records are made visible, since a terminal would obey them. */
  readonly terminal: boolean
  readonly widths: LineWidths
}

/** @throws KbookError `BAD_FLAG` for a format that is none */
export function recordFormat(options: FormatOptions): WriteRecord {
  const write = formatOf(options)
  return (record, at, out) => {
    try {
      write(record, at, out)
    } catch (cause) {
      throw isTooLong(cause) ? tooLarge(record, options.format, cause) : cause
    }
  }
}

/** Text has a longest length, of about 512 Mi characters. */
const isTooLong = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG' ||
  (error instanceof RangeError && error.message === 'Invalid string length')

const tooLarge = ({key, value}: KafkaRecord, format: string, cause: unknown): KbookError => {
  const size = byteSize((key?.length ?? 0) + (value?.length ?? 0))
  return new KbookError('UNSUPPORTED', `a record of ${size} is too large for --format ${format}`, {
    hint: '--format raw writes it.',
    cause,
  })
}

function formatOf({format, delimiter, terminal, widths}: FormatOptions): WriteRecord {
  const end = delimiterBytes(delimiter)
  const put = contentOf(terminal)
  const safe = (json: string): string => (terminal ? printableLines(json) : json)
  switch (format) {
    case 'table':
      return recordLines(widths)
    case 'raw':
      return ({value}, _, out) => {
        if (value) put(value, out)
        out.bytes(end)
      }
    case 'hex':
    case 'base64':
      return ({value}, _, out) => {
        out.text(value?.toString(format) ?? '')
        out.bytes(end)
      }
    case 'json':
      return (record, at, out) => out.text(`${safe(JSON.stringify(jsonRecord(record, at), undefined, 2))}\n`)
    case 'ndjson':
      return (record, at, out) => out.text(`${safe(JSON.stringify(jsonRecord(record, at)))}\n`)
    default:
      if (format.includes('%')) return template(format, put)
      throw new KbookError('BAD_FLAG', `--format has no "${format}"`, {
        hint: [`${FORMATS.join(', ')}, or a template such as '%o %k: %v\\n'`, `with ${TEMPLATE_WORDS}.`],
      })
  }
}
