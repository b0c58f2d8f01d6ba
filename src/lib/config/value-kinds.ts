import {DURATION_FORM, durationMs, LONGEST_TIMER_MS} from './duration.js'
import {absolutePath} from './paths.js'
import {Secret} from './secret.js'

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const
export type SaslMechanism = (typeof SASL_MECHANISMS)[number]

/** What a setting can hold once it is read. */
export interface ValueKinds {
  text: string
  bool: boolean
  /** Absolute path. */
  file: string
  /** As written; `durationMs` reads it. */
  duration: string
  /** `host:port`, at least one. */
  brokers: readonly string[]
  /** Program and arguments: run as they are, never through a shell. */
  argv: readonly string[]
  mechanism: SaslMechanism
  names: Readonly<Record<string, string>>
  secret: Secret
}

interface Kind<V> {
  /** Completes "expected …". */
  expects: string
  /** The value of YAML data or of a string from flag or environment; undefined when it does not fit. */
  read: (raw: unknown, baseFolder: string) => V | undefined
}

const text = (raw: unknown): string | undefined => (typeof raw === 'string' && raw !== '' ? raw : undefined)
const TEXT_FORM = 'text, in quotes where it looks like a number'

export const KINDS: {readonly [K in keyof ValueKinds]: Kind<ValueKinds[K]>} = {
  text: {expects: TEXT_FORM, read: text},
  secret: {
    expects: TEXT_FORM,
    read: (raw) => {
      const value = text(raw)
      return value === undefined ? undefined : new Secret(value)
    },
  },
  bool: {
    expects: 'true or false',
    read: (raw) =>
      raw === true || raw === 'true' ? true : raw === false || raw === 'false' ? false : undefined,
  },
  file: {
    expects: 'the path of a file',
    read: (raw, base) => {
      const path = text(raw)
      return path === undefined ? undefined : absolutePath(path, base)
    },
  },
  duration: {
    expects: `${DURATION_FORM}; 24d at most`,
    read: (raw) => {
      const value = text(raw)
      const ms = durationMs(value ?? '') ?? 0
      return ms > 0 && ms <= LONGEST_TIMER_MS ? value : undefined
    },
  },
  brokers: {expects: 'a list of host:port', read: readBrokers},
  argv: {expects: 'a list: the program and its arguments', read: readArgv},
  mechanism: {
    expects: `one of ${SASL_MECHANISMS.join(', ')}`,
    read: (raw) => SASL_MECHANISMS.find((name) => name === text(raw)?.toLowerCase()),
  },
  names: {expects: 'a mapping of names to names, such as {kafka: redpanda}', read: readNames},
}

const list = (raw: unknown): unknown[] | undefined =>
  Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : undefined

function readBrokers(raw: unknown): readonly string[] | undefined {
  const brokers = list(raw)?.map((item) => readBroker(typeof item === 'string' ? item.trim() : ''))
  return brokers && brokers.length > 0 && brokers.every((broker) => broker !== undefined)
    ? brokers
    : undefined
}

/** Kafka's usual port is added where there is none; an IPv6 address stands in brackets. */
function readBroker(address: string): string | undefined {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(address)
  const [, host, port = '9092'] = match ?? []
  return host !== undefined && Number(port) > 0 && Number(port) < 65_536 ? `${host}:${port}` : undefined
}

/** A list, or one line: split at blanks, or a JSON list where an argument holds a blank. */
function readArgv(raw: unknown): readonly string[] | undefined {
  const words =
    typeof raw !== 'string' ? raw : raw.trimStart().startsWith('[') ? parseJson(raw) : splitWords(raw)
  const fits = Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')
  return fits && words[0] !== '' ? words : undefined
}

const splitWords = (line: string): string[] => line.trim().split(/\s+/)

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function readNames(raw: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined
  const entries = Object.entries(raw)
  const fits = entries.every(([name, value]) => /^[A-Za-z][\w-]*$/.test(name) && text(value) !== undefined)
  return fits ? Object.fromEntries(entries) : undefined
}
