import {KbookError} from '../errors.js'

const FORM = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?)?$/i
const UNIT_MS = [86_400_000, 3_600_000, 60_000, 1000] as const

/**
 * Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds, such as `P1DT2H` or `PT90S`, as
 * Kafka's own tools take them.
 *
 * @throws KbookError `BAD_INPUT`
 */
export function parseIsoDuration(text: string): number {
  const parts: (string | undefined)[] = FORM.exec(text.trim())?.slice(1) ?? []
  if (parts.every((part) => part === undefined) || /t$/i.test(text.trim())) {
    throw new KbookError('BAD_INPUT', `"${text}" is not an ISO 8601 duration`, {
      hint: 'Write P1D for a day, PT2H30M for two and a half hours, PT90S for 90 seconds.',
    })
  }
  return Math.round(parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNIT_MS[index] ?? 0), 0))
}
