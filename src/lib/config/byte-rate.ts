import {KbookError} from '../errors.js'

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
}

/**
 * Bytes a second of `10MB`, `10MB/s`, `1.5MiB`. A bare number is none: nobody can tell whether bytes or megabytes
 * were meant. @throws KbookError `BAD_FLAG` naming the flag
 */
export function parseByteRate(name: string, text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,12}(?:\.\d+)?)\s*([KMG]i?B|B)(?:\/s)?$/i.exec(text.trim()) ?? []
  const rate = Math.round(Number(amount) * (UNITS[unit.toUpperCase()] ?? 0))
  if (rate > 0 && Number.isSafeInteger(rate)) return rate
  throw new KbookError('BAD_FLAG', `${name} takes bytes a second with their unit, not "${text}"`, {
    hint: 'Such as 10MB, 500KiB or 1.5GB.',
  })
}
