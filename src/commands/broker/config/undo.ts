import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../../change-command.js'
import {findUndo, listUndo, undoData, type UndoEntry} from '../../../lib/change/undo-store.js'
import {KbookError} from '../../../lib/errors.js'
import {
  applyBrokerConfig,
  changesOfUndo,
  undoOfBrokerConfig,
  type BrokerConfigUndo,
} from '../../../lib/kafka/brokers/config-apply.js'
import {planBrokerConfig, type BrokerConfigPlan} from '../../../lib/kafka/brokers/config-plan.js'
import {brokerConfigPlanView, placeName} from '../../../lib/output/views/broker-config-plan.js'
import {undoListView} from '../../../lib/output/views/undo-list.js'

export default class BrokerConfigUndoCommand extends ChangeCommand<typeof BrokerConfigUndoCommand> {
  static override summary = 'Put back the settings of brokers that a change replaced'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --list',
    '<%= config.bin %> <%= command.id %> 7f3a12bc --dry-run',
  ]

  static override args = {
    change: Args.string({description: 'Id of the change, or its first digits.'}),
  }

  static override flags = {
    list: Flags.boolean({summary: 'What can be put back, the latest first.'}),
  }

  async run(): Promise<ChangeResult<BrokerConfigPlan> | readonly UndoEntry[]> {
    if (this.flags.list) return this.list()
    const {change} = this.args
    if (change === undefined) {
      throw new KbookError('BAD_FLAG', 'no change given', {hint: 'kbook broker config undo --list'})
    }
    const entry = await findUndo('broker', change)
    const cluster = await this.cluster()
    const {clusterId} = await cluster.info()
    if (entry.cluster.id !== clusterId) {
      throw new KbookError(
        'REFUSED',
        `change ${entry.id} was made on ${entry.cluster.name}, another cluster`,
        {
          hint: `--profile chooses the cluster; this one is ${cluster.name}.`,
        },
      )
    }
    const kept = undoData(entry) as BrokerConfigUndo
    const broker = kept.broker ?? undefined
    const changes = changesOfUndo(kept)
    const plan = await planBrokerConfig(cluster, {broker, changes, allowUnknown: true})
    const undo = undoOfBrokerConfig(plan)
    return this.change({
      plan,
      preview: brokerConfigPlanView(plan),
      question: `Put back what change ${entry.id} replaced?`,
      empty: plan.settings.every((one) => !one.changes),
      subject: `undo of ${entry.id}: ${changes.map(({name}) => name).join(', ')} of ${placeName(broker)}`,
      before: undo,
      after: kept,
      ...(undo && {undo: {kind: 'broker', data: undo, undoes: entry.id}}),
      apply: (control) => applyBrokerConfig(cluster, plan, changes, control),
    })
  }

  private async list(): Promise<readonly UndoEntry[]> {
    const entries = await listUndo('broker')
    this.show(undoListView(entries, 'broker config'))
    return entries
  }
}
