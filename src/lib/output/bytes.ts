import {isUtf8} from 'node:buffer'
import {count, plural, printable} from './format.js'

/** Bytes of a message as JSON output carries them: text where they are text, base64 otherwise. */
export type EncodedBytes = {encoding: 'utf8' | 'base64'; value: string} | null

export const encodeBytes = (bytes: Buffer | null): EncodedBytes =>
  bytes === null
    ? null
    : isUtf8(bytes)
      ? {encoding: 'utf8', value: bytes.toString('utf8')}
      : {encoding: 'base64', value: bytes.toString('base64')}

/** Bytes on one line, safe for a terminal: text with its control characters visible, hex when it is no text. */
export function bytesLine(bytes: Buffer | null, limit = 80): string {
  if (bytes === null) return '(null)'
  if (bytes.length === 0) return '(empty)'
  if (!isUtf8(bytes)) {
    const shown = bytes.subarray(0, Math.floor(limit / 2)).toString('hex')
    return shown.length < bytes.length * 2 ? `${shown}… (hex)` : `${shown} (hex)`
  }
  const text = Array.from(printable(bytes.subarray(0, limit * 4).toString('utf8')))
  return text.length > limit ? `${text.slice(0, limit - 1).join('')}…` : text.join('')
}

const HEX_ROW = 16

/**
 * Bytes over several lines, at most `limit` of them: compact JSON is laid out, other text is kept line by line with
 * its control characters visible, anything else is a hex dump as `xxd` prints it.
 */
export function bytesBlock(bytes: Buffer | null, limit = 16_384): string[] {
  if (bytes === null || bytes.length === 0) return [bytesLine(bytes)]
  const lines = isUtf8(bytes) ? textLines(bytes, limit) : hexDump(bytes.subarray(0, limit))
  const rest = bytes.length - limit
  return rest > 0
    ? [...lines, `… ${plural(rest, 'byte')} more of ${count(bytes.length)} (--json has all)`]
    : lines
}

function textLines(bytes: Buffer, limit: number): string[] {
  const text = bytes.subarray(0, limit).toString('utf8')
  return (bytes.length > limit ? text : laidOut(text))
    .split('\n')
    .map((line) => printable(line.replace(/\r$/, '')))
}

/** Only where parsing loses nothing: large numbers and doubled keys would come back changed. */
function laidOut(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text)
    return JSON.stringify(parsed) === text ? JSON.stringify(parsed, undefined, 2) : text
  } catch {
    return text
  }
}

function hexDump(bytes: Buffer): string[] {
  const rows = Array.from({length: Math.ceil(bytes.length / HEX_ROW)}, (_, row) =>
    bytes.subarray(row * HEX_ROW, (row + 1) * HEX_ROW),
  )
  return rows.map((row, index) => {
    const hex = row.toString('hex').replace(/(.{4})(?=.)/g, '$1 ')
    const ascii = row.toString('latin1').replace(/[^\u0020-\u007e]/g, '.')
    return `${(index * HEX_ROW).toString(16).padStart(8, '0')}  ${hex.padEnd(39)}  ${ascii}`
  })
}
