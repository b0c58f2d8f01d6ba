import {CheckCommand} from '../../check-command.js'
import {checksOf, lagLimitFlag, lagLimitOf, onlyFlag} from '../../health-flags.js'
import {readHealth} from '../../lib/kafka/health/report.js'
import {judgeHealth, type ClusterCheck} from '../../lib/monitor/check-cluster.js'

export default class CheckCluster extends CheckCommand<typeof CheckCluster> {
  static override summary = 'Check the health of a cluster, for cron and monitoring'
  static override description =
    'What `health` looks at, in the format of monitoring plugins. Ends with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; what ' +
    'cannot be read is UNKNOWN. It takes 50 seconds at most unless --timeout says otherwise.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --only controller,partitions,min-isr,replication',
    '<%= config.bin %> <%= command.id %> --textfile /var/lib/node_exporter/kafka-cluster.prom',
  ]

  static override flags = {only: onlyFlag, 'lag-limit': lagLimitFlag}

  // Brokers that are away are waited for: a time-out would hide what is known about the others.
  protected override readonly usualTimeout = '50s'

  protected async check(): Promise<ClusterCheck> {
    const {only, 'lag-limit': lagLimit} = this.flags
    const options = {checks: checksOf(only), lagLimit: lagLimitOf(lagLimit)}
    return judgeHealth(await readHealth(await this.cluster(), options))
  }
}
