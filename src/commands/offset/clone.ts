import * as Args from '@oclif/core/args'
import type {ChangeResult} from '../../change-command.js'
import {planCopy} from '../../lib/kafka/offsets/plan-copy.js'
import type {OffsetPlan} from '../../lib/kafka/offsets/types.js'
import {OffsetChangeCommand} from '../../offset-change-command.js'
import {offsetTopicFlag} from '../../offset-flags.js'

export default class OffsetClone extends OffsetChangeCommand<typeof OffsetClone> {
  static override summary = 'Give a group the committed offsets of another'
  static override description =
    'Offsets are taken as they are, with leader epoch and metadata. The second group is created when it does not ' +
    'exist; where it does, what it replaces is kept for offset undo. Partitions on which the first group has ' +
    'committed nothing are left alone.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker deployment-worker-canary',
    '<%= config.bin %> <%= command.id %> blue green --topic orders --dry-run',
  ]

  static override args = {
    from: Args.string({description: 'Group whose offsets are read; it may be active.', required: true}),
    to: Args.string({description: 'Group that is given them; it must have no members.', required: true}),
  }

  static override flags = {topic: offsetTopicFlag}

  async run(): Promise<ChangeResult<OffsetPlan>> {
    const {from, to} = this.args
    const {topic: topics = []} = this.flags
    return this.changeOffsets(await planCopy(await this.cluster(), {from, to, topics, allowNewGroups: true}))
  }
}
