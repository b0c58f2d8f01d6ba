import {CheckCommand} from '../../check-command.js'
import {behindRanges, lagLimitFlags} from '../../check-flags.js'
import {groupArgs, selectionFlags} from '../../lag-flags.js'
import {describeLag} from '../../lib/kafka/lag/describe.js'
import {groupSelection, needsListing, topicScope} from '../../lib/kafka/lag/selection.js'
import {judgeLag, type LagCheck} from '../../lib/monitor/check-lag.js'
import {parseLimits} from '../../lib/monitor/limits.js'

export default class CheckLag extends CheckCommand<typeof CheckLag> {
  static override summary = 'Check how far groups are behind, for cron and monitoring'
  static override description =
    'Ends with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, and prints one status line with performance data. What cannot be ' +
    'read is UNKNOWN, and so is every failure of the check itself.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker --warning 1000 --critical 10000',
    '<%= config.bin %> <%= command.id %> --all --critical 50000 --critical deployment-worker=1000',
    '<%= config.bin %> <%= command.id %> outbox --warning-behind 5m --critical-behind 30m',
    '<%= config.bin %> <%= command.id %> --all --textfile /var/lib/node_exporter/kafka-lag.prom',
  ]

  static override args = groupArgs
  static override flags = {...selectionFlags, ...lagLimitFlags}

  protected async check(): Promise<LagCheck> {
    const {flags} = this
    const selection = groupSelection(this.args.groups ?? [], flags.all)
    const scope = topicScope(flags.topic ?? [])
    const [warnings, criticals] = [flags['warning-behind'], flags['critical-behind']]
    const limits = {
      warning: parseLimits('warning', flags.warning ?? [], '1000'),
      critical: parseLimits('critical', flags.critical ?? [], '10000'),
      warningBehind: parseLimits('warning-behind', behindRanges('warning-behind', warnings)),
      criticalBehind: parseLimits('critical-behind', behindRanges('critical-behind', criticals)),
    }
    const time = (warnings ?? criticals) !== undefined
    const report = await describeLag(await this.cluster(), selection, {scope, time})
    return judgeLag(report, limits, !needsListing(selection))
  }
}
