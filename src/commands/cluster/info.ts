import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {describeCluster} from '../../lib/kafka/cluster-info/collect.js'
import type {ClusterReport} from '../../lib/kafka/cluster-info/types.js'
import {clusterInfoView} from '../../lib/output/views/cluster.js'

export default class ClusterInfo extends KafkaCommand<typeof ClusterInfo> {
  static override summary =
    'Show the cluster at a glance: brokers, versions, and how whole its partitions are'
  static override description =
    'What is missing comes first: brokers that hold replicas and are away, partitions without a leader, ' +
    'partitions that are under-replicated. It reports; `kbook health` judges.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile prod-eu --json',
  ]

  async run(): Promise<ClusterReport> {
    const report = await describeCluster(await this.cluster())
    const unread = report.failed.length > 0 || report.brokers.some(({error}) => error)
    if (unread) this.exitCode = EXIT.partial
    this.show(clusterInfoView(report))
    return report
  }
}
