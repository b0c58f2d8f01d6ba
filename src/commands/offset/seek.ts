import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type {ChangeResult} from '../../change-command.js'
import type {Cluster} from '../../lib/kafka/cluster.js'
import {groupSelection} from '../../lib/kafka/lag/selection.js'
import {planCopy} from '../../lib/kafka/offsets/plan-copy.js'
import {planFile} from '../../lib/kafka/offsets/plan-file.js'
import {planReset} from '../../lib/kafka/offsets/plan-reset.js'
import type {OffsetPlan} from '../../lib/kafka/offsets/types.js'
import {OffsetChangeCommand} from '../../offset-change-command.js'
import {
  allowNewGroupFlag,
  atOffset,
  atTime,
  edge,
  offsetTopicFlag,
  onlyOne,
  shiftBy,
} from '../../offset-flags.js'

const POSITIONS = {to: edge, 'to-offset': atOffset, 'to-timestamp': atTime, shift: shiftBy}
const TARGETS = ['to', 'to-offset', 'to-timestamp', 'shift', 'to-group', 'to-file'] as const

export default class OffsetSeek extends OffsetChangeCommand<typeof OffsetSeek> {
  static override summary = 'Put a consumer group to another position: start, end, an offset, a time'
  static override description =
    'Shows current and target offset of each partition, with what is replayed and skipped, and asks. Without ' +
    '--topic: every topic on which the group has committed. A target outside of the log is moved to where it ' +
    'starts or ends. A group with live members is refused. What is replaced is kept for: kbook offset undo.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker --to end',
    '<%= config.bin %> <%= command.id %> deployment-worker --to-timestamp 2026-01-31T14:00 --topic orders --dry-run',
    '<%= config.bin %> <%= command.id %> deployment-worker --to-timestamp -1h',
    '<%= config.bin %> <%= command.id %> deployment-worker --shift -100 --topic orders:0,1',
  ]

  static override args = {group: Args.string({description: 'Name of the group.', required: true})}
  static override flags = {
    to: Flags.string({summary: 'start or end (beginning, earliest, latest).', helpValue: 'start|end'}),
    'to-offset': Flags.string({summary: 'The same offset on each partition.', helpValue: 'N'}),
    'to-timestamp': Flags.string({
      summary: 'First record from a time on: 2026-01-31T14:00 (UTC), 1769868000s, -1h.',
      helpValue: 'TIME',
    }),
    shift: Flags.string({summary: 'So many messages on, or back (-N).', helpValue: '±N'}),
    'to-group': Flags.string({summary: 'Where another group is.', helpValue: 'GROUP'}),
    'to-file': Flags.string({
      summary: 'Offsets of a file, lines TOPIC PARTITION OFFSET or CSV; - for stdin.',
      helpValue: 'FILE',
    }),
    topic: offsetTopicFlag,
    'allow-new-topics': Flags.boolean({
      summary: 'Also topics on which the group has committed nothing.',
      default: false,
    }),
    'allow-new-group': allowNewGroupFlag,
  }

  async run(): Promise<ChangeResult<OffsetPlan>> {
    return this.changeOffsets(await this.plan(await this.cluster()))
  }

  private async plan(cluster: Cluster): Promise<OffsetPlan> {
    const {flags} = this
    const {group} = this.args
    const topics = flags.topic ?? []
    const allowNewGroups = flags['allow-new-group']
    const target = onlyOne(flags, TARGETS, 'target')
    const text = flags[target] ?? ''
    if (target === 'to-group') {
      return planCopy(cluster, {from: text, to: group, topics, allowNewGroups})
    }
    if (target === 'to-file') {
      return planFile(cluster, {file: text, groups: [group], topics, allowNewGroups})
    }
    return planReset(cluster, {
      groups: groupSelection([group], false),
      scope: topics.length > 0 ? topics : target === 'shift' ? 'committed' : 'its-topics',
      position: POSITIONS[target](target, text),
      allowNewTopics: flags['allow-new-topics'] || allowNewGroups,
      allowNewGroups,
    })
  }
}
