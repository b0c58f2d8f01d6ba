import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {listUndo, type UndoEntry} from '../../lib/change/undo-store.js'
import {KbookError} from '../../lib/errors.js'
import {applySteps} from '../../lib/kafka/topics/steps.js'
import {planTopicUndo, topicUndo, type TopicUndoPlan} from '../../lib/kafka/topics/undo.js'
import {topicPlanView} from '../../lib/output/views/topic-plan.js'
import {undoListView} from '../../lib/output/views/undo-list.js'

export default class TopicUndo extends ChangeCommand<typeof TopicUndo> {
  static override summary = 'Put back the settings of topics that a change replaced'
  static override description =
    'What topic alter and topic apply replaced. Topics and partitions that were added stay, and nothing that was ' +
    'deleted comes back.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --list',
    '<%= config.bin %> <%= command.id %> 7f3a12bc --dry-run',
  ]

  static override args = {
    change: Args.string({description: 'Id of the change, or its first digits.'}),
  }

  static override flags = {list: Flags.boolean({summary: 'What can be put back, the latest first.'})}

  async run(): Promise<ChangeResult<TopicUndoPlan> | readonly UndoEntry[]> {
    if (this.flags.list) return this.list()
    const {change} = this.args
    if (change === undefined) {
      throw new KbookError('BAD_FLAG', 'no change given', {hint: 'kbook topic undo --list'})
    }
    const cluster = await this.cluster()
    const plan = await planTopicUndo(cluster, change)
    const undo = topicUndo(plan.steps)
    return this.change({
      plan,
      preview: topicPlanView(plan),
      question: `Put back what change ${plan.undoes} replaced?`,
      empty: plan.steps.length === 0,
      subject: `undo of ${plan.undoes}: ${plan.subject}`,
      before: undo,
      after: plan.steps,
      ...(undo && {undo: {kind: 'topic', data: undo, undoes: plan.undoes}}),
      apply: (control) => applySteps(cluster, plan.steps, control),
    })
  }

  private async list(): Promise<readonly UndoEntry[]> {
    const entries = await listUndo('topic')
    this.show(undoListView(entries, 'topic'))
    return entries
  }
}
