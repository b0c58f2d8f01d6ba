import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {KbookError} from '../../lib/errors.js'
import {cancelMoves} from '../../lib/kafka/reassign/cancel.js'
import {moveProgress, type MoveProgress} from '../../lib/kafka/reassign/progress.js'
import {topicScope} from '../../lib/kafka/lag/selection.js'
import {plural} from '../../lib/output/format.js'
import {cancelPlanView} from '../../lib/output/views/reassign-status.js'
import {partitionArgs} from '../../reassign-flags.js'

export default class TopicReassignCancel extends ChangeCommand<typeof TopicReassignCancel> {
  static override summary = 'Stop moves of replicas that are under way, and go back to where they were'
  static override description =
    'Nothing is lost: the replicas from before are still there. What was copied so far is deleted.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> orders:0,1',
  ]

  static override args = partitionArgs
  static override flags = {
    all: Flags.boolean({char: 'a', summary: 'Every move that is under way.', default: false}),
  }

  async run(): Promise<ChangeResult<readonly MoveProgress[]>> {
    const words = this.args.topics ?? []
    if (this.flags.all === words.length > 0) {
      const message = words.length > 0 ? 'topics and --all exclude each other' : 'no topic given'
      throw new KbookError('BAD_FLAG', message, {
        hint: 'Name topics, or use --all. kbook topic reassign-status',
      })
    }
    const scope = topicScope(words)
    const cluster = await this.cluster()
    const plan = (await moveProgress(cluster)).moves.filter((one) => scope.includes(one.topic, one.partition))
    const back = plan.map(({adding, partition, replicas, topic}) => ({
      topic,
      partition,
      replicas: replicas.filter((id) => !adding.includes(id)),
    }))
    return this.change({
      plan,
      preview: cancelPlanView(plan, cluster.name),
      question: `Cancel ${plural(plan.length, 'move')}?`,
      empty: plan.length === 0,
      subject: `cancel of ${plural(plan.length, 'move')}`,
      before: plan.map(({topic, partition, adding, removing}) => ({topic, partition, adding, removing})),
      after: back,
      apply: (control) => cancelMoves(cluster, plan, control),
    })
  }
}
