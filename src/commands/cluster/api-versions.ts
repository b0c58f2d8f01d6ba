import * as Args from '@oclif/core/args'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {describeApiVersions, type ApiVersionsReport} from '../../lib/kafka/cluster-info/api-versions.js'
import {apiVersionsView} from '../../lib/output/views/api-versions.js'

export default class ClusterApiVersions extends KafkaCommand<typeof ClusterApiVersions> {
  static override summary = 'Show which versions of which requests the brokers speak, and where they differ'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 2 --json',
  ]
  static override args = {broker: Args.integer({description: 'Only this broker, by its id.', min: 0})}

  async run(): Promise<ApiVersionsReport> {
    const cluster = await this.cluster()
    const report = await describeApiVersions(cluster, this.args.broker)
    if (report.failed.length > 0) this.exitCode = EXIT.partial
    this.show(apiVersionsView(report, cluster.name))
    return report
  }
}
