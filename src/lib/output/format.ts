/** `12431` → `12,431`. By hand: loading ICU for it costs milliseconds at each start. */
export const count = (value: number | bigint): string =>
  value.toString().replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','))

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** Milliseconds in at most two units: `850ms`, `3.9s`, `38s`, `4m 12s`, `2h 5m`, `3d 4h`. */
export function duration(ms: number): string {
  const value = Math.max(0, Math.round(ms))
  if (value < 1000) return `${value}ms`
  if (value < 10_000) return `${(Math.floor(value / 100) / 10).toFixed(1).replace(/\.0$/, '')}s`
  const first = UNITS.findIndex(([, size]) => value >= size)
  const [unit, size] = UNITS[first] ?? ['s', 1000]
  const major = `${count(Math.floor(value / size))}${unit}`
  const next = UNITS[first + 1]
  const minor = next ? Math.floor((value % size) / next[1]) : 0
  return next && minor > 0 ? `${major} ${minor}${next[0]}` : major
}

/** `1 message`, `12,431 messages`. */
export const plural = (n: number | bigint, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 || n === 1n ? one : many}`

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `512 B`, `1.5 KiB`, `38 GiB`. */
export function byteSize(bytes: number | bigint): string {
  let [value, unit] = [Number(bytes), 0]
  for (; Math.round(value * 10) / 10 >= 1024 && unit < BYTE_UNITS.length - 1; unit++) value /= 1024
  const text = value < 10 && unit > 0 ? value.toFixed(1).replace(/\.0$/, '') : count(Math.round(value))
  return `${text} ${BYTE_UNITS[unit] ?? ''}`
}

const clock = (at: Date): string => at.toISOString().slice(11, 19)

/** UTC time of day, `14:02:11`; with the date when that is not today. */
export function timeOfDay(ms: number, now = Date.now()): string {
  const at = new Date(ms)
  const sameDay = at.toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  return sameDay ? clock(at) : `${at.toISOString().slice(0, 10)} ${clock(at)}`
}

/** What drives a terminal, or is not seen there. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g
const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Control characters made visible, so that data from a message can never drive a terminal. */
export const printable = (text: string): string =>
  text.replace(UNSEEN, (c) => (c === '\n' ? '\\n' : c === '\t' ? '\\t' : escaped(c)))

/** The same with lines and tabs left as they are. */
export const printableLines = (text: string): string =>
  text.replace(UNSEEN, (c) => (c === '\n' || c === '\t' ? c : escaped(c)))
