import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {CheckCommand} from '../../check-command.js'
import {windowMs} from '../../check-flags.js'
import {messages, topicFlag} from '../../lag-flags.js'
import {groupSelection} from '../../lib/kafka/lag/selection.js'
import {checkGroups, type GroupCheck} from '../../lib/monitor/check-group.js'

export default class CheckGroup extends CheckCommand<typeof CheckGroup> {
  static override summary = 'Check whether groups get on with their work, over a window of time'
  static override description =
    'Keeps a sample of each run and judges every partition by those of the window: STOP (behind, no members), STALL ' +
    '(behind, members that do not move), REWIND (went back), WARN (lag only grows). UNKNOWN until the window is full. ' +
    'Ends with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker',
    '<%= config.bin %> <%= command.id %> deployment-worker --window 30m --min-lag 100',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --json",
  ]

  static override args = {
    groups: Args.string({
      description: 'Groups by name, or by a regular expression between slashes.',
      multiple: true,
      required: true,
    }),
  }

  static override flags = {
    window: Flags.string({
      summary: 'Time that is judged: several times the interval between two runs.',
      helpValue: 'DURATION',
      default: '10m',
    }),
    'min-lag': Flags.string({summary: 'Partitions with a lag below this are fine.', helpValue: 'N'}),
    topic: topicFlag,
  }

  protected async check(): Promise<GroupCheck> {
    const {window, 'min-lag': minLag, topic = []} = this.flags
    const selection = groupSelection(this.args.groups, false)
    const options = {windowMs: windowMs(window), minLag: messages('min-lag', minLag), topics: topic}
    return checkGroups(await this.cluster(), selection, options)
  }
}
