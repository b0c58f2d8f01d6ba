import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import type {PingReport} from '../../lib/kafka/ping/types.js'
import {pingCluster} from '../../lib/kafka/ping/ping-cluster.js'
import {pingView} from '../../lib/output/views/ping.js'

export default class ClusterPing extends KafkaCommand<typeof ClusterPing> {
  static override summary = 'Dial every broker address and show each step on the way in, timed'
  static override description =
    'DNS, TCP, TLS with the certificate, ApiVersions, SASL and Metadata, for each address of the profile and for ' +
    'each one that the brokers advertise, since clients are sent there. The step that fails is explained. ' +
    'Ends with 4 when an address cannot be used.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --brokers kafka-0:9092 --certificates',
    '<%= config.bin %> <%= command.id %> --profile prod-eu --json',
  ]
  static override flags = {
    certificates: Flags.boolean({summary: 'Also the certificate of each broker that shows one.'}),
  }

  async run(): Promise<PingReport> {
    const report = await pingCluster(await this.connection())
    await this.learn(report.clusterId)
    if (report.addresses.some(({error}) => error)) this.exitCode = EXIT.unreachable
    this.show(pingView(report, {certificates: this.flags.certificates}))
    return report
  }
}
