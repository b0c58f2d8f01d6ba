import * as Flags from '@oclif/core/flags'
import type {ChangeResult} from '../../change-command.js'
import {groupArgs, selectionFlags} from '../../lag-flags.js'
import {groupSelection, topicScope} from '../../lib/kafka/lag/selection.js'
import {planDelete} from '../../lib/kafka/offsets/plan-delete.js'
import type {OffsetPlan} from '../../lib/kafka/offsets/types.js'
import {OffsetChangeCommand} from '../../offset-change-command.js'
import {onlyOne} from '../../offset-flags.js'

export default class OffsetDelete extends OffsetChangeCommand<typeof OffsetDelete> {
  static override summary = 'Delete committed offsets of a topic, or of topics that are gone'
  static override description =
    'A group without a commit starts where its auto.offset.reset says. Topics that live members read are left ' +
    'alone. --dead-topics finds commits on topics and partitions that do not exist any more.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker --topic orders',
    '<%= config.bin %> <%= command.id %> deployment-worker --topic orders:0,1 --yes',
    '<%= config.bin %> <%= command.id %> --all --dead-topics --dry-run',
  ]

  static override args = groupArgs
  static override flags = {
    ...selectionFlags,
    'dead-topics': Flags.boolean({
      summary: 'Commits on topics and partitions that do not exist any more.',
      default: false,
    }),
  }

  async run(): Promise<ChangeResult<OffsetPlan>> {
    const {flags} = this
    const groups = groupSelection(this.args.groups ?? [], flags.all)
    const dead = onlyOne(flags, ['topic', 'dead-topics'], 'topic') === 'dead-topics'
    const topics = dead ? 'dead' : topicScope(flags.topic ?? [])
    return this.changeOffsets(await planDelete(await this.cluster(), {groups, topics}))
  }
}
