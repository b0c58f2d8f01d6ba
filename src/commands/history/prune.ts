import * as Flags from '@oclif/core/flags'
import {changeFlags, confirmChange} from '../../confirm.js'
import {HistoryCommand} from '../../history-command.js'
import {parseDuration} from '../../lib/config/duration.js'
import {plural} from '../../lib/output/format.js'
import {prunePlanView} from '../../lib/output/views/history-change.js'

interface PruneResult {
  /** ISO 8601 */
  before: string
  remove: number
  keptOpen: number
  changed: boolean
}

export default class HistoryPrune extends HistoryCommand<typeof HistoryPrune> {
  static override summary = 'Forget actions that ended long ago; those of open incidents stay'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --older-than 90d --dry-run',
    '<%= config.bin %> <%= command.id %> --older-than 30d --yes',
  ]
  static override flags = {
    'older-than': Flags.string({
      summary: 'Ended longer ago than this.',
      default: '90d',
      helpValue: 'DURATION',
    }),
    ...changeFlags,
  }

  async run(): Promise<PruneResult> {
    const before = Date.now() - parseDuration(this.flags['older-than'])
    const history = await this.openHistory({write: !this.flags['dry-run']})
    const plan = history.planPrune(before)
    const result = {before: new Date(before).toISOString(), remove: plan.remove, keptOpen: plan.keptOpen}
    if (this.flags['dry-run'] || plan.remove === 0) {
      this.show(prunePlanView(plan))
      return {...result, changed: false}
    }
    this.note(prunePlanView(plan))
    await confirmChange({question: `Remove ${plural(plan.remove, 'action')}?`, yes: this.flags.yes})
    const {removed} = history.applyPrune(plan)
    this.show(`Removed ${plural(removed, 'action')}`)
    return {...result, remove: removed, changed: true}
  }
}
