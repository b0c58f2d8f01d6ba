import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {userInfo} from 'node:os'
import {changeFlags, confirmChange} from '../../confirm.js'
import {HistoryCommand} from '../../history-command.js'
import {resolvePlanView} from '../../lib/output/views/history-change.js'
import {recordJson} from '../../lib/output/views/history-json.js'

export default class HistoryResolve extends HistoryCommand<typeof HistoryResolve> {
  static override summary = 'Say how an action ended that nobody knows the end of, or have it run again'
  static override examples = [
    '<%= config.bin %> <%= command.id %> bigpanda:INC-88213:handle_oozie --as succeeded',
    '<%= config.bin %> <%= command.id %> bigpanda:INC-88213:handle_oozie --as retry --yes',
  ]
  static override args = {
    key: Args.string({description: 'Key of the action, as history list prints it.', required: true}),
  }
  static override flags = {
    as: Flags.option({
      summary: 'What became of it; retry has the consumer run it again.',
      options: ['succeeded', 'failed', 'retry'] as const,
      required: true,
    })(),
    ...changeFlags,
  }

  async run(): Promise<Record<string, unknown>> {
    const history = await this.openHistory({write: !this.flags['dry-run']})
    const plan = history.planResolve(this.args.key, this.flags.as)
    if (this.flags['dry-run']) {
      this.show(resolvePlanView(plan))
      return {changed: false, as: plan.as, record: recordJson(plan.record)}
    }
    this.note(resolvePlanView(plan))
    await confirmChange({question: `Record it as ${plan.as}?`, yes: this.flags.yes})
    const record = history.applyResolve(plan, userInfo().username)
    this.show(`${record.key} is ${record.state} now`)
    return {changed: true, as: plan.as, record: recordJson(record)}
  }
}
