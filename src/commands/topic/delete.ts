import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {applyDelete, planDelete, type DeletePlan} from '../../lib/kafka/topics/delete.js'
import {plural} from '../../lib/output/format.js'
import {topicDeleteView} from '../../lib/output/views/topic-delete.js'
import {allowInternalFlag, topicArgs} from '../../topic-flags.js'

export default class TopicDelete extends ChangeCommand<typeof TopicDelete> {
  static override summary = 'Delete topics, after a look at who reads them and when they were written last'
  static override description =
    'There is no undo: messages, settings and what groups have committed there go.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> old_topic_name',
    "<%= config.bin %> <%= command.id %> '/^tmp-/' --dry-run",
  ]

  static override args = topicArgs
  static override flags = {'allow-internal': allowInternalFlag}

  async run(): Promise<ChangeResult<DeletePlan>> {
    const words = this.args.topics ?? []
    const cluster = await this.cluster()
    const plan = await planDelete(cluster, words, {allowInternal: this.flags['allow-internal']})
    const names = plan.topics.map(({name}) => name)
    const what = names.length === 1 ? `topic ${names[0] ?? ''}` : plural(names.length, 'topic')
    return this.change({
      plan,
      preview: topicDeleteView(plan),
      question: `Delete ${what} for ever?`,
      subject: `topics ${names.join(', ')}`,
      before: plan.topics,
      apply: (control) => applyDelete(cluster, plan, control),
    })
  }
}
