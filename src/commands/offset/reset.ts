import * as Flags from '@oclif/core/flags'
import type {ChangeResult} from '../../change-command.js'
import type {Cluster} from '../../lib/kafka/cluster.js'
import {groupSelection} from '../../lib/kafka/lag/selection.js'
import {planFile} from '../../lib/kafka/offsets/plan-file.js'
import {planReset} from '../../lib/kafka/offsets/plan-reset.js'
import type {OffsetPlan} from '../../lib/kafka/offsets/types.js'
import {OffsetChangeCommand} from '../../offset-change-command.js'
import {allowNewGroupFlag, offsetTopicFlag, onlyOne} from '../../offset-flags.js'
import {RESET_TARGETS, resetPosition, resetTargetFlags} from '../../offset-reset-flags.js'

export default class OffsetReset extends OffsetChangeCommand<typeof OffsetReset> {
  static override summary = "Reset offsets with the scopes and targets of Kafka's own tool"
  static override description =
    'The options of kafka-consumer-groups --reset-offsets, with a plan of what is replayed and skipped before ' +
    'anything changes, and an undo. --all-topics: the partitions that a group has committed. A target outside of ' +
    'the log is moved to where it starts or ends; a time after the last record means the end.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --group deployment-worker --topic orders --to-earliest --dry-run',
    '<%= config.bin %> <%= command.id %> --group a --group b --all-topics --by-duration PT1H --execute',
    '<%= config.bin %> <%= command.id %> --all-groups --topic orders:0,1 --to-datetime 2026-01-31T14:00:00.000',
    '<%= config.bin %> <%= command.id %> --group deployment-worker --all-topics --to-current --export > offsets.csv',
    '<%= config.bin %> <%= command.id %> --group deployment-worker --from-file offsets.csv',
  ]

  static override flags = {
    group: Flags.string({
      summary: 'Group by name, or /PATTERN/. Repeatable.',
      helpValue: 'GROUP',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'all-groups': Flags.boolean({summary: 'Every group of the cluster.', default: false}),
    topic: offsetTopicFlag,
    'all-topics': Flags.boolean({summary: 'All partitions that a group has committed.', default: false}),
    ...resetTargetFlags,
    'allow-new-group': allowNewGroupFlag,
    yes: Flags.boolean({char: 'y', aliases: ['execute'], summary: 'Go on without asking.'}),
    export: Flags.boolean({
      summary: "Print the plan as CSV, as Kafka's own tool does, and change nothing.",
      exclusive: ['yes'],
    }),
  }

  async run(): Promise<ChangeResult<OffsetPlan>> {
    const plan = await this.plan(await this.cluster())
    if (!this.flags.export) return this.changeOffsets(plan)
    return this.exportPlan(plan, this.flags.group?.length !== 1 || plan.groups.length > 1)
  }

  private async plan(cluster: Cluster): Promise<OffsetPlan> {
    const {flags} = this
    const {group: groups = [], topic: topics = [], 'allow-new-group': allowNewGroups} = flags
    const target = onlyOne(flags, RESET_TARGETS, 'target')
    const selection = groupSelection(groups, flags['all-groups'])
    if (target === 'from-file') {
      const file = flags['from-file'] ?? ''
      return planFile(cluster, {file, groups, topics, allowNewGroups})
    }
    const scope = onlyOne(flags, ['topic', 'all-topics'], 'scope')
    return planReset(cluster, {
      groups: selection,
      scope: scope === 'topic' ? topics : 'committed',
      position: resetPosition(target, flags),
      allowNewTopics: true,
      allowNewGroups,
    })
  }
}
