import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {planApply, type ApplyPlan} from '../../lib/kafka/topics/apply.js'
import {readTopicSpecs} from '../../lib/kafka/topics/spec-file.js'
import {applySteps, stepsSubject} from '../../lib/kafka/topics/steps.js'
import {topicUndo} from '../../lib/kafka/topics/undo.js'
import {plural} from '../../lib/output/format.js'
import {topicPlanView} from '../../lib/output/views/topic-plan.js'

export default class TopicApply extends ChangeCommand<typeof TopicApply> {
  static override summary = 'Make topics as files describe them: create and alter, with the differences shown'
  static override description =
    'A topic or a setting that the files do not name is left alone; a setting without a value goes back to what ' +
    'the cluster has. Partitions are never taken away, and replicas not changed here. Undo puts settings back.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> -f topics.yaml --dry-run',
    '<%= config.bin %> <%= command.id %> -f topics.yaml -f more-topics.yaml --yes',
  ]

  static override flags = {
    file: Flags.string({
      char: 'f',
      summary: 'YAML file with topics. Repeatable.',
      helpValue: 'FILE',
      required: true,
      multiple: true,
      multipleNonGreedy: true,
    }),
  }

  async run(): Promise<ChangeResult<ApplyPlan>> {
    const specs = await readTopicSpecs(this.flags.file)
    const cluster = await this.cluster()
    const plan = await planApply(cluster, specs)
    const undo = topicUndo(plan.steps)
    const touched = [...new Set(plan.steps.map(({topic}) => topic))]
    return this.change({
      plan,
      preview: topicPlanView(plan),
      question: `Make ${plural(plan.steps.length, 'change')} to ${plural(touched.length, 'topic')}?`,
      empty: plan.steps.length === 0,
      subject: stepsSubject(plan.steps),
      before: undo,
      after: plan.steps,
      ...(undo && {undo: {kind: 'topic', data: undo}}),
      apply: (control) => applySteps(cluster, plan.steps, control),
    })
  }
}
