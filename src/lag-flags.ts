import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {parseTimer} from './lib/config/duration.js'
import {KbookError} from './lib/errors.js'

/** Which groups and topics a lag command is about. */
export const groupArgs = {
  groups: Args.string({
    description: 'Groups by name, or by a regular expression between slashes.',
    multiple: true,
  }),
}

export const topicFlag = Flags.string({
  summary: 'Only this topic, TOPIC:0,1 for some of its partitions, /PATTERN/ for several. Repeatable.',
  helpValue: 'TOPIC',
  multiple: true,
  multipleNonGreedy: true,
})

export const selectionFlags = {
  all: Flags.boolean({summary: 'Every group of the cluster.', char: 'a', default: false}),
  topic: topicFlag,
}

export const viewFlags = {
  'min-lag': Flags.string({
    summary:
      'Only what is at least this far behind: partitions of one group, or groups when there are several.',
    helpValue: 'N',
  }),
  zero: Flags.boolean({summary: 'Also what has no lag, which is hidden otherwise.', default: false}),
  behind: Flags.boolean({
    summary: 'How long messages have been waiting. Always told for named groups; a little slower for many.',
    default: false,
  }),
}

export const intervalFlag = Flags.string({
  summary: 'Time from one sample to the next.',
  helpValue: 'DURATION',
  default: '2s',
})

/** A number of messages; 0 when the flag was not given. @throws KbookError `BAD_FLAG` */
export function messages(flag: string, text = '0'): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text)
  throw new KbookError('BAD_FLAG', `--${flag} takes a number of messages, not "${text}"`)
}

/** A number of messages that some lag can be below. @throws KbookError `BAD_FLAG` */
export function limit(flag: string, text: string): bigint {
  const below = messages(flag, text)
  if (below > 0n) return below
  throw new KbookError('BAD_FLAG', `--${flag} is at least 1, which means that nothing is unread`)
}

/** A span that is long enough to sample in. @throws KbookError `BAD_FLAG`, `BAD_INPUT` */
export function interval(flag: string, text: string): number {
  const ms = parseTimer(text)
  if (ms >= 100) return ms
  throw new KbookError('BAD_FLAG', `--${flag} is at least 100ms, not ${text}`)
}
