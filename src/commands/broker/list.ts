import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {listBrokers, type BrokerList as List} from '../../lib/kafka/brokers/list.js'
import {brokerListView} from '../../lib/output/views/broker-list.js'

export default class BrokerList extends KafkaCommand<typeof BrokerList> {
  static override summary = 'List brokers with what each leads, copies and stores'
  static override description =
    'Also brokers that are away and still have replicas, which come first. Ends with 6 when a broker could not ' +
    'tell its sizes.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile prod-eu --json',
  ]

  async run(): Promise<List> {
    const list = await listBrokers(await this.cluster())
    if (list.brokers.some(({error}) => error)) this.exitCode = EXIT.partial
    this.show(brokerListView(list))
    return list
  }
}
