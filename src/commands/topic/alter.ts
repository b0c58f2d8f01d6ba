import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {KbookError} from '../../lib/errors.js'
import {planAlter, type AlterPlan} from '../../lib/kafka/topics/alter.js'
import {applySteps, stepsSubject} from '../../lib/kafka/topics/steps.js'
import {topicUndo} from '../../lib/kafka/topics/undo.js'
import {plural} from '../../lib/output/format.js'
import {topicPlanView} from '../../lib/output/views/topic-plan.js'
import {
  allowInternalFlag,
  configChanges,
  MOST_PARTITIONS,
  settingFlag,
  topicArgs,
  wholeNumber,
} from '../../topic-flags.js'

export default class TopicAlter extends ChangeCommand<typeof TopicAlter> {
  static override summary = 'Change settings of topics, or add partitions'
  static override description =
    'Settings that are not named stay as they are. What settings were is kept: topic undo puts it back. Partitions ' +
    'can only be added, and never taken away again.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> audit_events --set retention.ms=1209600000',
    '<%= config.bin %> <%= command.id %> audit_events --delete compression.type --append cleanup.policy=compact',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --set max.message.bytes=2097152 --dry-run",
    '<%= config.bin %> <%= command.id %> deploy-requests --partitions 6',
  ]

  static override args = topicArgs
  static override flags = {
    set: settingFlag('Give a setting a value.', 'NAME=VALUE'),
    delete: settingFlag('Take the own value of a setting away: the cluster has the say again.', 'NAME'),
    append: settingFlag('Add a value to a setting that is a list.', 'NAME=VALUE'),
    subtract: settingFlag('Take a value out of a setting that is a list.', 'NAME=VALUE'),
    partitions: Flags.string({summary: 'Partitions to have in the end.', helpValue: 'N'}),
    'allow-internal': allowInternalFlag,
  }

  async run(): Promise<ChangeResult<AlterPlan>> {
    const {flags} = this
    const changes = configChanges(flags)
    const partitions = wholeNumber('partitions', flags.partitions, MOST_PARTITIONS)
    if (changes.length === 0 && partitions === undefined) {
      throw new KbookError('BAD_FLAG', 'nothing to change', {
        hint: 'Give --set, --delete, --append, --subtract or --partitions.',
      })
    }
    const words = this.args.topics ?? []
    const cluster = await this.cluster()
    const plan = await planAlter(cluster, {
      words,
      changes,
      partitions,
      allowInternal: flags['allow-internal'],
    })
    const undo = topicUndo(plan.steps)
    const touched = [...new Set(plan.steps.map(({topic}) => topic))]
    return this.change({
      plan,
      preview: topicPlanView(plan),
      question: `Change ${touched.length === 1 ? `topic ${touched[0] ?? ''}` : plural(touched.length, 'topic')}?`,
      empty: plan.steps.length === 0,
      subject: stepsSubject(plan.steps),
      before: undo,
      after: plan.steps,
      ...(undo && {undo: {kind: 'topic', data: undo}}),
      apply: (control) => applySteps(cluster, plan.steps, control),
    })
  }
}
