import {printable} from '../output/format.js'
import type {CheckResult, PerfDatum} from './check-result.js'

/** Lines of details: agents cut long outputs somewhere. */
const DETAILS = 20

/**
 * A check as monitoring systems read it: status line, details, and the performance data behind the one `|`, at the
 * end of the last line.
 */
export function pluginOutput({
  check,
  status,
  summary,
  details,
  perfdata,
}: Omit<CheckResult, 'cluster'>): string {
  const more = details.length - DETAILS
  const lines = [
    `${check.toUpperCase()} ${status.toUpperCase()} - ${summary}`,
    ...details.slice(0, DETAILS),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].map(plainText)
  const data = perfdata.map(perfText).join(' ')
  return lines.join('\n') + (data === '' ? '' : ` | ${data}`)
}

/** The bar belongs to the performance data. */
const plainText = (text: string): string => printable(text).replaceAll('|', '/')

/** `'label'=value[unit];warning;critical;min;max`, `U` for a value that is not known. */
export function perfText({label, value, unit, warning, critical, min, max}: PerfDatum): string {
  const name = plainText(label).replaceAll('=', '_').replaceAll("'", "''")
  const measured = value === undefined ? 'U' : `${value}${unit ?? ''}`
  const parts = [measured, warning ?? '', critical ?? '', min ?? '', max ?? '']
  return `'${name}'=${parts.join(';').replace(/;+$/, '')}`
}
