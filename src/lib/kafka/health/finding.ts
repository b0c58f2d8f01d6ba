import type {KbookError} from '../../errors.js'
import {count, printable} from '../../output/format.js'
import {
  EVIDENCE_LIMIT,
  type Evidence,
  type Finding,
  type HealthCheck,
  type HealthLevel,
  type Reading,
} from './types.js'

/** Something that was read and is well. */
export const fine = (check: HealthCheck, title: string): Finding => ({
  check,
  level: 'ok',
  title,
  evidence: [],
  count: 0,
  next: [],
})

interface Trouble {
  readonly check: HealthCheck
  readonly level: HealthLevel
  readonly title: string
  readonly meaning: string
  /** All of it, worst first: the finding keeps the first few. */
  readonly evidence?: readonly Evidence[]
  readonly next?: readonly string[]
}

export const trouble = ({check, level, title, meaning, evidence = [], next = []}: Trouble): Finding => ({
  check,
  level,
  title,
  meaning,
  evidence: evidence.slice(0, EVIDENCE_LIMIT).map(({subject, detail}) => ({
    subject: printable(subject),
    detail: printable(detail),
  })),
  count: evidence.length,
  next,
})

/** What a cluster has no request for is not told; anything else that was not read is unknown. */
export function unread(check: HealthCheck, what: string, error: KbookError): Finding {
  if (error.code === 'UNSUPPORTED') {
    return trouble({
      check,
      level: 'info',
      title: `${what}: not told by this cluster`,
      meaning: 'It has no request for this, so that nothing is known about it here.',
    })
  }
  const next = error.hints.filter((hint) => hint.startsWith('kbook '))
  const words = error.hints.filter((hint) => !hint.startsWith('kbook '))
  return trouble({
    check,
    level: 'unknown',
    title: `${what} could not be read`,
    meaning: [error.line, ...words].map((text) => sentence(printable(text))).join(' '),
    next,
  })
}

const sentence = (text: string): string => (/[.:!?]$/.test(text) ? text : `${text}.`)

/** The findings about what was read, or the one that it was not. */
export const about = <T>(
  check: HealthCheck,
  what: string,
  reading: Reading<T>,
  judge: (value: T) => readonly Finding[],
): readonly Finding[] => ('error' in reading ? [unread(check, what, reading.error)] : judge(reading.value))

/** `3 of 12,010 partitions`. */
export const share = (some: number, all: number, what: string): string =>
  `${count(some)} of ${count(all)} ${what}${all === 1 ? '' : 's'}`
