import * as Flags from '@oclif/core/flags'
import type {Interfaces} from '@oclif/core'
import type {ConsumeRequest} from './lib/consumer/service/plan.js'

const source = {helpGroup: 'SOURCE'}
const look = {helpGroup: 'LOOK WITHOUT TOUCHING'}
const service = {helpGroup: 'SERVICE'}

/** Flags of `kbook consume`, grouped as its help shows them. */
export const consumeFlags = {
  config: Flags.string({
    char: 'c',
    summary: 'Configuration of the consumer.',
    env: 'CONFIG_FILE',
    required: true,
    helpValue: 'FILE',
  }),
  actions: Flags.string({
    summary: 'Definitions of the actions, where they have a file of their own.',
    helpValue: 'FILE',
  }),
  history: Flags.string({
    summary: 'Database of what was done. Without it: that of the configuration, or one per group.',
    env: 'ACTION_HISTORY_FILE',
    helpValue: 'PATH',
  }),
  'new-history': Flags.boolean({
    summary: 'Accept that this history does not know what the group has done before.',
  }),
  name: Flags.string({
    summary: "Name for people and metrics, instead of the configuration's or CONSUMER_NAME.",
    helpValue: 'NAME',
  }),

  source: Flags.option({
    summary: 'Where incidents come from.',
    options: ['kafka', 'file'] as const,
    ...source,
  })(),
  file: Flags.string({
    summary: 'Read JSON lines from a file, or - for the standard input.',
    helpValue: 'PATH',
    ...source,
  }),
  follow: Flags.boolean({summary: 'Wait for more lines of the file instead of ending.', ...source}),
  topic: Flags.string({
    summary: "Topic to read instead of the configuration's; repeatable.",
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME',
    ...source,
  }),
  from: Flags.string({
    summary: 'Where to start: beginning, end, an offset or a time.',
    helpValue: 'POSITION',
    ...source,
  }),
  once: Flags.boolean({summary: 'End when all that is there has been read and acted on.', ...source}),
  'max-messages': Flags.integer({summary: 'End after so many messages.', min: 1, helpValue: 'N', ...source}),

  'dry-run': Flags.boolean({summary: 'Start no action, say what would run.', ...look}),
  'no-commit': Flags.boolean({
    summary: 'Act, but read without joining the group and commit nothing.',
    ...look,
  }),
  partition: Flags.integer({
    summary: 'Read only this partition, without joining the group; repeatable.',
    multiple: true,
    multipleNonGreedy: true,
    min: 0,
    helpValue: 'N',
    ...look,
  }),
  why: Flags.boolean({summary: 'Say per incident which condition matched, which did not and why.', ...look}),
  inspect: Flags.boolean({summary: "Open Node's inspector on 127.0.0.1:9229.", ...look}),

  log: Flags.option({
    summary: 'Form of the log on stderr.',
    options: ['text', 'json'] as const,
    ...service,
  })(),
  listen: Flags.string({
    summary: 'Serve /livez, /readyz and /metrics here.',
    helpValue: '[HOST:]PORT',
    ...service,
  }),
  'pid-file': Flags.string({
    summary: 'Write the process id here, and the status that kbook probe reads beside it.',
    env: 'KBOOK_PID_FILE',
    helpValue: 'PATH',
    ...service,
  }),
  grace: Flags.string({
    summary: 'How long running actions may take after SIGTERM (110s if nothing else is said).',
    helpValue: 'DURATION',
    ...service,
  }),
}

type ConsumeFlags = Interfaces.InferredFlags<typeof consumeFlags>

/** The flags as the library takes them. */
export const consumeRequest = (flags: ConsumeFlags & {verbose: boolean}): ConsumeRequest => ({
  source: flags.source,
  file: flags.file,
  follow: flags.follow,
  topics: flags.topic,
  partitions: flags.partition,
  history: flags.history,
  newHistory: flags['new-history'],
  from: flags.from,
  once: flags.once,
  maxMessages: flags['max-messages'],
  dryRun: flags['dry-run'],
  noCommit: flags['no-commit'],
  why: flags.why,
  trace: flags.verbose,
  grace: flags.grace,
  listen: flags.listen,
  pidFile: flags['pid-file'],
})
