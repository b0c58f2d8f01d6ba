import {KafkaCommand} from '../../kafka-command.js'
import {describeQuorum} from '../../lib/kafka/quorum/describe.js'
import type {Quorum} from '../../lib/kafka/quorum/types.js'
import {quorumView} from '../../lib/output/views/quorum.js'

export default class ClusterQuorum extends KafkaCommand<typeof ClusterQuorum> {
  static override summary = 'Show who leads the metadata of a KRaft cluster, and who follows how closely'
  static override description =
    'Caught-up times tell who is behind: the leader notes when each node last had everything. ' +
    'Ends with 7 where there is no such quorum, as on Redpanda.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile prod-eu --json',
  ]

  async run(): Promise<Quorum> {
    const cluster = await this.cluster()
    const quorum = await describeQuorum(cluster)
    this.show(quorumView(quorum, cluster.name))
    return quorum
  }
}
