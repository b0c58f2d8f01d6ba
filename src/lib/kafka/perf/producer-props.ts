import {KbookError} from '../../errors.js'
import {COMPRESSIONS} from '../records/compress.js'
import {PRODUCER_DEFAULTS, type Acks, type ProducerOptions} from '../producer/types.js'

type Mutable = {-readonly [Name in keyof ProducerOptions]: ProducerOptions[Name]}
type Take = (options: Mutable, value: string, name: string) => void

/** The settings of Kafka's producer that this one has too. */
const PROPS: Readonly<Record<string, Take>> = {
  acks: (options, value, name) => (options.acks = acks(value, name)),
  'compression.type': (options, value, name) => {
    options.compression = one(COMPRESSIONS, value, name)
  },
  'linger.ms': (options, value, name) => (options.lingerMs = number(value, name, 0, 60_000)),
  'batch.size': (options, value, name) => (options.batchBytes = number(value, name, 1, 64 << 20)),
  'buffer.memory': (options, value, name) => (options.bufferBytes = number(value, name, 1024, 2 ** 31)),
  'delivery.timeout.ms': (options, value, name) =>
    (options.deliveryTimeoutMs = number(value, name, 1, 2 ** 31 - 1)),
  'max.in.flight.requests.per.connection': (options, value, name) =>
    (options.maxInFlight = number(value, name, 1, 5)),
  'enable.idempotence': (_, value, name) => {
    // It follows from acks.
    one(['true'], value, name)
  },
}

const ELSEWHERE: Readonly<Record<string, string>> = {
  'bootstrap.servers': 'use --brokers or --profile',
  'request.timeout.ms': 'use --request-timeout',
  'client.id': 'set client_id in the profile',
}

/** @throws KbookError `BAD_FLAG` for a setting that this producer does not have */
export function producerProps(words: readonly string[]): ProducerOptions {
  const options: Mutable = {...PRODUCER_DEFAULTS}
  for (const word of words.flatMap((part) => part.split(/[\s,]+/)).filter(Boolean)) {
    const [, name = word, value] = /^([^=]+)=(.*)$/s.exec(word) ?? []
    const take = PROPS[name]
    if (value !== undefined && take) take(options, value, name)
    else throw refused(name, value)
  }
  return options
}

function refused(name: string, value: string | undefined): KbookError {
  if (value === undefined) {
    return new KbookError('BAD_FLAG', `--producer-props takes NAME=VALUE, not "${name}"`)
  }
  const elsewhere = ELSEWHERE[name] ?? (/^(security|sasl|ssl)\./.test(name) ? 'use a profile' : undefined)
  return new KbookError('BAD_FLAG', `--producer-props ${name}: this producer has no such setting`, {
    hint: elsewhere ? `Instead: ${elsewhere}.` : `It has ${Object.keys(PROPS).join(', ')}.`,
  })
}

function number(text: string, name: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (value >= least && value <= most) return value
  throw bad(name, `a whole number from ${least} to ${most}`, text)
}

function one<T extends string>(words: readonly T[], text: string, name: string): T {
  const found = words.find((word) => word === text)
  if (found) return found
  throw bad(name, words.join(' or '), text)
}

function acks(text: string, name: string): Acks {
  const word = one(['all', '-1', '1', '0'], text, name)
  return word === '1' ? 1 : word === '0' ? 0 : -1
}

const bad = (name: string, wanted: string, text: string): KbookError =>
  new KbookError('BAD_FLAG', `--producer-props ${name} takes ${wanted}, not "${text}"`)
