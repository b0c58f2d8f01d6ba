import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {parseByteRate} from '../../lib/config/byte-rate.js'
import {applyReassignment} from '../../lib/kafka/reassign/apply.js'
import {choosePartitions} from '../../lib/kafka/reassign/choose.js'
import {planReassignment} from '../../lib/kafka/reassign/plan.js'
import type {ReassignPlan} from '../../lib/kafka/reassign/types.js'
import {assignmentOfUndo, assignments, writeAssignment} from '../../lib/kafka/reassign/files.js'
import {plural} from '../../lib/output/format.js'
import {throttleLeftText, waitLine} from '../../lib/output/views/reassign-progress.js'
import {reassignPlanView} from '../../lib/output/views/reassign.js'
import {executionFlags, partitionArgs, reassignTarget, targetFlags} from '../../reassign-flags.js'

export default class TopicReassign extends ChangeCommand<typeof TopicReassign> {
  static override summary = 'Move replicas: to other brokers, off a broker, to more or fewer of them'
  static override description =
    'Moves as little as possible, keeps preferred leaders where they may stay, and spreads what comes over racks and ' +
    'brokers. Brokers copy for as long as it takes; --wait follows them. A plan that does not fit the disks is refused, ' +
    'and so is one that would stop producers for good; the plan warns of what stops them for a while.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --replication-factor 3 --dry-run',
    '<%= config.bin %> <%= command.id %> --drain 4 --throttle 50MB --wait',
    "<%= config.bin %> <%= command.id %> '/^orders/' --to-brokers 1,2,3 --export plan.json",
    '<%= config.bin %> <%= command.id %> --from-file plan.json',
  ]

  static override args = partitionArgs
  static override flags = {
    ...targetFlags,
    ...executionFlags,
  }

  async run(): Promise<ChangeResult<ReassignPlan>> {
    const {all, throttle, undo, wait, export: file, 'ignore-disk': ignoreDisk} = this.flags
    const rate = throttle === undefined ? undefined : parseByteRate('--throttle', throttle)
    const cluster = await this.cluster()
    const target = await reassignTarget(this.flags, (id) => assignmentOfUndo(cluster, id))
    const chosen = await choosePartitions(cluster, this.args.topics ?? [], all, target)
    const plan = await planReassignment(cluster, chosen, target, {throttle: rate})
    const {moves} = plan
    const preview = reassignPlanView(plan)
    if (file !== undefined) {
      await writeAssignment(file, moves)
      this.show(`${preview}\n\nwritten: kbook topic reassign --from-file ${file}`)
      return {plan, applied: false, rows: []}
    }
    const obstacle = plan.obstacles.find(({details}) => !(ignoreDisk && details?.['disk'] !== undefined))
    if (obstacle && !this.flags['dry-run']) {
      const obstacles = plan.obstacles.filter((one) => one !== obstacle)
      if (!this.wantsJson()) this.note(`${reassignPlanView({...plan, obstacles})}\n`)
      throw obstacle
    }
    return this.change({
      plan,
      preview,
      question: `Start ${plural(moves.length, 'move')}?`,
      empty: moves.length === 0,
      subject: `${plural(moves.length, 'move')} of replicas${undo === undefined ? '' : `, undo of ${undo}`}`,
      before: assignments(moves, 'from'),
      after: assignments(moves, 'to'),
      undo: {kind: 'reassign', data: {partitions: assignments(moves, 'from')}},
      follow: 'kbook topic reassign-status',
      apply: (control) =>
        applyReassignment(
          cluster,
          plan,
          {
            throttle: rate,
            wait,
            onStep: (step) => this.note(waitLine(step)),
            onThrottleLeft: (left, why) => this.addWarning(throttleLeftText(left, why)),
          },
          control,
        ),
    })
  }
}
