import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {diskReport, type DiskReport} from '../../lib/kafka/brokers/disks.js'
import {brokerId, requireBrokers} from '../../lib/kafka/brokers/select.js'
import {describeLogDirs} from '../../lib/kafka/log-dirs.js'
import {diskReportView} from '../../lib/output/views/broker-disks.js'

export default class BrokerLogdirs extends KafkaCommand<typeof BrokerLogdirs> {
  static override summary = 'Show what the disks of brokers hold, and how evenly'
  static override description =
    'Sizes by log directory, free space where brokers tell it (Kafka 3.3 and later), directories that are offline, ' +
    'and the largest partitions. Ends with 6 when a broker or a directory could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 2 --top 20',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  static override args = {
    brokers: Args.string({description: 'Ids of brokers; all of them without.', multiple: true}),
  }

  static override flags = {
    top: Flags.integer({
      summary: 'So many of the largest partitions too.',
      helpValue: 'N',
      default: 5,
      min: 0,
      max: 10_000,
    }),
  }

  async run(): Promise<DiskReport> {
    const ids = [...new Set((this.args.brokers ?? []).map(brokerId))]
    const cluster = await this.cluster()
    requireBrokers(await cluster.info(), ids)
    const dirs = await describeLogDirs(cluster, ids.length > 0 ? {brokers: ids} : {})
    const report = diskReport(cluster.name, dirs, this.flags.top)
    const failed = report.brokers.some(({error, dirs}) => error ?? dirs.some((dir) => dir.error))
    if (failed) this.exitCode = EXIT.partial
    this.show(diskReportView(report))
    return report
  }
}
