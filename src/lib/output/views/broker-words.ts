import type {KbookError} from '../../errors.js'
import {byteSize, printable} from '../format.js'
import {paint} from '../style.js'

/** Two columns before a row: `!` marks what needs somebody. */
export const mark = (bad: boolean): string => (bad ? `${paint().red('!')} ` : '  ')

/** A remark below a table that needs somebody. */
export const alarm = (text: string): string => ` ${paint().red('!')} ${text}`

export const size = (bytes: bigint | undefined): string => (bytes === undefined ? '?' : byteSize(bytes))

/** `62 GiB (38%)`; empty where the broker does not tell. */
export function free(usable: bigint | undefined, total: bigint | undefined): string {
  if (usable === undefined) return ''
  return total === undefined || total === 0n
    ? byteSize(usable)
    : `${byteSize(usable)} (${Math.floor((Number(usable) * 100) / Number(total))}%)`
}

/** Less than a tenth is free. */
export const isFull = (usable: bigint | undefined, total: bigint | undefined): boolean =>
  usable !== undefined && total !== undefined && usable * 10n < total

/** A share in whole percent that is 100% only when nothing is missing. */
export const share = (part: number, of: number): string =>
  of === 0 ? '-' : `${Math.floor((part * 100) / of)}%`

/** An error with its hints, indented as a remark. */
export const errorLines = ({message, hints}: KbookError, about = ''): string[] => [
  alarm(`${about}${printable(message)}`),
  ...hints.map((hint) => `   ${printable(hint)}`),
]

/** Blocks with a blank line between; empty ones are left out. */
export const blocks = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('\n\n')
