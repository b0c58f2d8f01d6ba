import * as Flags from '@oclif/core/flags'
import {parseTimer} from './lib/config/duration.js'
import {KbookError} from './lib/errors.js'

/** Options of Kafka's own tools that have no equal here: named, not ignored. */
const FOREIGN: Readonly<Record<string, string>> = {
  'producer.config': 'use a profile, and --producer-props',
  'consumer.config': 'use a profile',
  'command-config': 'use a profile',
  'transactional-id': 'this producer has no transactions',
  'transaction-duration-ms': 'this producer has no transactions',
  'warmup-records': 'run it twice',
  group: 'it reads without a group, so that nothing is committed',
  'socket-buffer-size': 'the system chooses it',
  threads: 'each broker is asked for itself',
  'num-fetch-threads': 'each broker is asked for itself',
  include: 'name one topic with --topic',
  'show-detailed-stats': 'the lines on stderr tell them',
  'hide-header': 'there is none',
}

const foreignFlags = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [name, Flags.string({hidden: true, summary: `Refused: ${FOREIGN[name] ?? ''}.`})]),
  )

const foreignSwitches = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [name, Flags.boolean({hidden: true, summary: `Refused: ${FOREIGN[name] ?? ''}.`})]),
  )

/** @throws KbookError `BAD_FLAG` */
export function refuseForeign(flags: object): void {
  const name = Object.keys(flags).find((flag) => Object.hasOwn(FOREIGN, flag))
  if (name === undefined) return
  throw new KbookError('BAD_FLAG', `--${name} of Kafka's own tool has no equal here: ${FOREIGN[name] ?? ''}`)
}

export const sharedPerfFlags = {
  topic: Flags.string({
    summary: 'An existing topic. A temporary one without it, deleted afterwards.',
    helpValue: 'TOPIC',
  }),
  'record-size': Flags.integer({summary: 'Bytes of each value.', min: 1, max: 64 << 20, helpValue: 'BYTES'}),
  partitions: Flags.integer({
    summary: 'Partitions of the temporary topic.',
    min: 1,
    helpValue: 'N',
    default: 4,
  }),
  'replication-factor': Flags.integer({
    summary: 'Replicas of the temporary topic (the default of the cluster).',
    min: 1,
    helpValue: 'N',
  }),
  'producer-props': Flags.string({
    summary: 'Settings of the producer: acks, linger.ms, batch.size, compression.type, … Repeatable.',
    helpValue: 'NAME=VALUE',
    multiple: true,
  }),
  'reporting-interval': Flags.string({
    summary: 'Time between the lines on stderr.',
    helpValue: 'DURATION',
    default: '5s',
  }),
}

/** `5s`, or milliseconds as Kafka's own tools take them. */
export const intervalMs = (flag: string, text: string): number => {
  const ms = /^\d{1,9}$/.test(text) ? Number(text) : parseTimer(text)
  if (ms >= 10) return ms
  throw new KbookError('BAD_FLAG', `--${flag} is at least 10ms, not ${text}`)
}

export const perfProduceFlags = {
  ...sharedPerfFlags,
  ...foreignFlags(
    'producer.config',
    'command-config',
    'transactional-id',
    'transaction-duration-ms',
    'warmup-records',
  ),
  'num-records': Flags.integer({summary: 'Records to send.', min: 1, required: true, helpValue: 'N'}),
  throughput: Flags.integer({
    summary: 'Records a second; -1: as many as go.',
    min: -1,
    default: -1,
    helpValue: 'N',
  }),
  'payload-file': Flags.string({
    summary: 'Values from the lines of a file, in turn.',
    helpValue: 'FILE',
    exclusive: ['record-size'],
  }),
  'payload-delimiter': Flags.string({summary: 'What separates them.', default: '\n'}),
  'payload-monotonic': Flags.boolean({
    summary: 'The number of the record as its value.',
    exclusive: ['record-size', 'payload-file'],
  }),
  'print-metrics': Flags.boolean({summary: 'Also how many batches it took, and their size.'}),
}

export const perfConsumeFlags = {
  ...sharedPerfFlags,
  ...foreignFlags(
    'group',
    'consumer.config',
    'command-config',
    'socket-buffer-size',
    'threads',
    'num-fetch-threads',
    'include',
  ),
  ...foreignSwitches('show-detailed-stats', 'hide-header'),
  messages: Flags.integer({
    summary: 'Records to read.',
    min: 1,
    required: true,
    aliases: ['num-records'],
    helpValue: 'N',
  }),
  'fetch-size': Flags.integer({
    summary: 'Bytes of one partition in an answer.',
    min: 1,
    default: 1 << 20,
    helpValue: 'BYTES',
  }),
  timeout: Flags.string({
    summary: 'End when no record came for so long.',
    default: '10s',
    helpValue: 'DURATION',
  }),
  'from-latest': Flags.boolean({summary: 'Only records that come from now on.'}),
}
