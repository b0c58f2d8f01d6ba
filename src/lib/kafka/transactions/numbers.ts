import {KbookError} from '../../errors.js'

/** A producer id or an offset that a user gave. @throws KbookError `BAD_FLAG` */
export function wholeNumber(flag: string, text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text)
  throw new KbookError('BAD_FLAG', `--${flag} takes a whole number, not "${text}"`)
}
