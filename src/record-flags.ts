import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {parseInstant} from './lib/config/instant.js'
import {KbookError} from './lib/errors.js'
import type {Headers} from './lib/kafka/records/batch-builder.js'
import {COMPRESSIONS} from './lib/kafka/records/compress.js'
import {jsonLines} from './lib/kafka/producer/input/json-lines.js'
import {plainLines} from './lib/kafka/producer/input/plain-lines.js'
import type {ParseLine} from './lib/kafka/producer/input/types.js'
import {PRODUCER_DEFAULTS, type Acks, type ProducerOptions} from './lib/kafka/producer/types.js'

export const produceArgs = {
  topic: Args.string({description: 'Name of the topic.', required: true}),
}

export const produceFlags = {
  file: Flags.string({summary: 'Read from this file instead of stdin.', char: 'F', helpValue: 'FILE'}),
  format: Flags.option({
    options: ['lines', 'ndjson'] as const,
    summary: 'A value a line, or JSON as topic consume --format ndjson writes it.',
    default: 'lines' as const,
  })(),
  key: Flags.string({
    summary: 'Key of every record.',
    char: 'k',
    helpValue: 'KEY',
    exclusive: ['key-separator'],
  }),
  'key-separator': Flags.string({
    summary: 'What stands between key and value in each line.',
    char: 'K',
    helpValue: 'TEXT',
  }),
  header: Flags.string({
    summary: 'Header of every record. Repeatable.',
    char: 'H',
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'null-value': Flags.string({
    summary: 'A key or value that is exactly this is null; a null value is a tombstone.',
    char: 'Z',
    helpValue: 'TEXT',
  }),
  timestamp: Flags.string({summary: 'Time of every record, instead of now.', helpValue: 'TIME'}),
  partition: Flags.integer({summary: 'Partition of every record.', char: 'p', min: 0, helpValue: 'N'}),
  repartition: Flags.boolean({summary: 'Choose partitions by key, whatever the NDJSON says.'}),
  compression: Flags.option({
    options: COMPRESSIONS,
    summary: 'How batches are compressed.',
    char: 'z',
    default: 'none' as const,
  })(),
  acks: Flags.option({
    options: ['all', '1', '0'] as const,
    summary: 'Who must have a record: all replicas in sync, the leader, nobody.',
    default: 'all' as const,
  })(),
}

interface ProduceFlags {
  format: 'lines' | 'ndjson'
  key: string | undefined
  'key-separator': string | undefined
  header: string[] | undefined
  'null-value': string | undefined
  timestamp: string | undefined
  partition: number | undefined
  repartition: boolean
  compression: ProducerOptions['compression']
  acks: 'all' | '1' | '0'
}

/** How the lines are read. @throws KbookError `BAD_FLAG`, `BAD_INPUT` */
export function lineParser(flags: ProduceFlags): ParseLine {
  const {format, key, 'key-separator': keySeparator, 'null-value': nullMarker} = flags
  const shared = {
    headers: headersOf(flags.header),
    timestamp: flags.timestamp === undefined ? undefined : parseInstant(flags.timestamp),
    partition: flags.partition,
  }
  if (format === 'ndjson') {
    const misplaced = Object.entries({key, 'key-separator': keySeparator, 'null-value': nullMarker})
    refuse(misplaced, 'is for --format lines: NDJSON carries keys and nulls itself')
    return jsonLines({...shared, repartition: flags.repartition})
  }
  refuse([['repartition', flags.repartition || undefined]], 'is for --format ndjson: lines name no partition')
  if (keySeparator === '') throw new KbookError('BAD_FLAG', '--key-separator must not be empty')
  return plainLines({...shared, key, keySeparator, nullMarker})
}

function refuse(flags: readonly (readonly [string, unknown])[], why: string): void {
  const [name] = flags.find(([, value]) => value !== undefined) ?? []
  if (name !== undefined) throw new KbookError('BAD_FLAG', `--${name} ${why}`)
}

export const producerOptions = ({
  acks,
  compression,
}: Pick<ProduceFlags, 'acks' | 'compression'>): ProducerOptions => ({
  ...PRODUCER_DEFAULTS,
  compression,
  acks: acksOf(acks),
})

export const acksOf = (word: 'all' | '1' | '0'): Acks => (word === 'all' ? -1 : word === '1' ? 1 : 0)

/** A name may stand more than once. */
function headersOf(words: readonly string[] = []): Headers {
  return words.map((word) => {
    const at = word.indexOf('=')
    if (at >= 0) return [word.slice(0, at), Buffer.from(word.slice(at + 1))] as const
    throw new KbookError('BAD_FLAG', `--header takes NAME=VALUE, not "${word}"`, {
      hint: `For an empty value: --header ${word}=`,
    })
  })
}
