import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {topicFlag} from '../../lag-flags.js'
import {EXIT} from '../../lib/errors.js'
import {describeGroupDetails, type GroupDetails} from '../../lib/kafka/groups/describe.js'
import {groupSelection, topicScope} from '../../lib/kafka/lag/selection.js'
import {groupDetailsView} from '../../lib/output/views/group-describe.js'

export default class GroupDescribe extends KafkaCommand<typeof GroupDescribe> {
  static override summary = 'Show all about groups: members, assignments, coordinator, offsets, lag'
  static override description =
    'What needs somebody comes first: members without partitions, partitions that were never committed, what cannot be ' +
    'read. Ends with 6 when something could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --topic orders:0,1",
    '<%= config.bin %> <%= command.id %> deployment-worker --json',
  ]

  static override args = {
    groups: Args.string({
      description: 'Groups by name, or by a regular expression between slashes.',
      multiple: true,
      required: true,
    }),
  }

  static override flags = {
    topic: topicFlag,
    zero: Flags.boolean({
      summary: 'Also the partitions without lag, which are hidden when there are many.',
      default: false,
    }),
  }

  async run(): Promise<GroupDetails> {
    const selection = groupSelection(this.args.groups, false)
    const scope = topicScope(this.flags.topic ?? [])
    const details = await describeGroupDetails(await this.cluster(), selection, scope)
    const partial = details.unanswered.length > 0 || details.groups.some((group) => group.isPartial())
    if (partial) this.exitCode = EXIT.partial
    this.show(groupDetailsView(details, {zero: this.flags.zero}))
    return details
  }
}
