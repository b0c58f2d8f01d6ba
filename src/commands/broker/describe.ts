import * as Args from '@oclif/core/args'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {describeBroker, type BrokerDescription} from '../../lib/kafka/brokers/describe.js'
import {brokerId} from '../../lib/kafka/brokers/select.js'
import {brokerView} from '../../lib/output/views/broker.js'

export default class BrokerDescribe extends KafkaCommand<typeof BrokerDescribe> {
  static override summary = 'Show one broker in depth: troubled partitions, disks, settings, release'
  static override description =
    'One that is away is described by the replicas that it should have. Ends with 6 when a part could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 1',
    '<%= config.bin %> <%= command.id %> 3 --json',
  ]

  static override args = {
    broker: Args.string({description: 'Its id.', required: true}),
  }

  async run(): Promise<BrokerDescription> {
    const id = brokerId(this.args.broker)
    const broker = await describeBroker(await this.cluster(), id)
    if (broker.errors.length > 0) this.exitCode = EXIT.partial
    this.show(brokerView(broker))
    return broker
  }
}
