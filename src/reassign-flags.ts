import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {readFile} from 'node:fs/promises'
import {KbookError} from './lib/errors.js'
import {brokerIds} from './lib/kafka/brokers/select.js'
import type {AssignedPartition} from './lib/kafka/reassign/assign.js'
import {parseAssignment} from './lib/kafka/reassign/json.js'
import type {ReassignTarget} from './lib/kafka/reassign/types.js'

export const partitionArgs = {
  topics: Args.string({
    description: 'TOPIC, TOPIC:0,1 for some of its partitions, or /PATTERN/.',
    multiple: true,
  }),
}

/** Where replicas are to be; one of them. */
export const targetFlags = {
  'to-brokers': Flags.string({
    summary: 'On these brokers only, spread evenly over them and their racks.',
    helpValue: 'ID,ID',
  }),
  'replication-factor': Flags.integer({
    aliases: ['replicas'],
    summary: 'So many replicas of each partition.',
    helpValue: 'N',
    min: 1,
    max: 1000,
  }),
  drain: Flags.string({
    summary: 'Nothing on these brokers any more. Without topics of all, internal ones too.',
    helpValue: 'ID,ID',
  }),
  'from-file': Flags.string({
    summary: 'As a file says, in the JSON of kafka-reassign-partitions.',
    helpValue: 'FILE',
  }),
  undo: Flags.string({
    summary: 'As it was before a change, by its id. Nothing else needs to be given.',
    helpValue: 'ID',
  }),
}

/** Which topics, and how it is carried out. */
export const executionFlags = {
  all: Flags.boolean({char: 'a', summary: 'Every topic but internal ones.', default: false}),
  export: Flags.string({
    summary: 'Write the plan to a file, in the JSON of kafka-reassign-partitions, and change nothing.',
    helpValue: 'FILE',
  }),
  throttle: Flags.string({
    summary: 'Let each broker copy at most this much a second. Removed at the end of --wait.',
    helpValue: 'BYTES',
  }),
  wait: Flags.boolean({summary: 'Wait until all is copied.', default: false}),
  'ignore-disk': Flags.boolean({summary: 'Also when a disk seems too small.', default: false}),
}

interface TargetWords {
  readonly 'to-brokers'?: string | undefined
  readonly 'replication-factor'?: number | undefined
  readonly drain?: string | undefined
  readonly 'from-file'?: string | undefined
  readonly undo?: string | undefined
}

/** What the flags ask for. `undone` reads what an undo kept. @throws KbookError `BAD_FLAG`, `BAD_INPUT` */
export async function reassignTarget(
  flags: TargetWords,
  undone: (id: string) => Promise<readonly AssignedPartition[]>,
): Promise<ReassignTarget> {
  const {drain, undo, 'to-brokers': brokers, 'replication-factor': factor, 'from-file': file} = flags
  const kinds = [brokers ?? factor, drain, file, undo].filter((one) => one !== undefined)
  if (kinds.length !== 1) {
    const message =
      kinds.length === 0 ? 'not said where replicas are to be' : 'these flags exclude each other'
    throw new KbookError('BAD_FLAG', message, {
      hint: [
        'One of --to-brokers 1,2,3, --replication-factor 3, --drain 4, --from-file plan.json, --undo ID;',
        '--replication-factor also together with --to-brokers.',
      ],
    })
  }
  if (brokers !== undefined) return {kind: 'brokers', brokers: brokerIds('to-brokers', brokers), factor}
  if (factor !== undefined) return {kind: 'factor', factor}
  if (drain !== undefined) return {kind: 'drain', brokers: brokerIds('drain', drain)}
  if (undo !== undefined) return {kind: 'assignment', partitions: await undone(undo)}
  return {kind: 'assignment', partitions: parseAssignment(await textOf(file ?? ''), file ?? '')}
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new KbookError('BAD_FLAG', `--from-file cannot read ${file}: ${(cause as Error).message}`, {cause})
  }
}
