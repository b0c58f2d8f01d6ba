import {KbookError} from '../../errors.js'
import type {KafkaRecord} from '../../kafka/records/types.js'
import type {TopicPartition} from '../../kafka/types.js'
import {jsonRecord} from './fields.js'
import {recordLines, type LineWidths} from './lines.js'
import {delimiterBytes, template, TEMPLATE_WORDS} from './template.js'
import type {RecordWriter} from './writer.js'

export type WriteRecord = (record: KafkaRecord, at: TopicPartition, out: RecordWriter) => void

export const FORMATS = ['table', 'raw', 'json', 'ndjson', 'hex', 'base64'] as const

export interface FormatOptions {
  /** One of {@link FORMATS}, or a template. */
  readonly format: string
  /** After each value of raw, hex and base64. */
  readonly delimiter: string
  /** Control characters that JSON leaves alone are escaped, since a terminal would obey them. */
  readonly terminal: boolean
  readonly widths: LineWidths
}

/** @throws KbookError `BAD_FLAG` for a format that is none */
export function recordFormat({format, delimiter, terminal, widths}: FormatOptions): WriteRecord {
  const end = delimiterBytes(delimiter)
  const safe = (json: string): string => (terminal ? escapeControls(json) : json)
  switch (format) {
    case 'table':
      return recordLines(widths)
    case 'raw':
      return ({value}, _, out) => {
        if (value) out.bytes(value)
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
      if (format.includes('%')) return template(format)
      throw new KbookError('BAD_FLAG', `--format has no "${format}"`, {
        hint: [`${FORMATS.join(', ')}, or a template such as '%o %k: %v\\n'`, `with ${TEMPLATE_WORDS}.`],
      })
  }
}

const escapeControls = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
