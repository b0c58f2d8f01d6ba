import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../../kafka-command.js'
import {EXIT} from '../../../lib/errors.js'
import {brokerSettings, type BrokerSettings} from '../../../lib/kafka/brokers/settings.js'
import {brokerId} from '../../../lib/kafka/brokers/select.js'
import {brokerSettingsView} from '../../../lib/output/views/broker-settings.js'

export default class BrokerConfigDescribe extends KafkaCommand<typeof BrokerConfigDescribe> {
  static override summary = 'Show settings of brokers, and where each value comes from'
  static override description =
    'Without an id those of all brokers, so that one which differs stands out. What nobody has set is hidden ' +
    'without --all. Secret values are never told by a broker. Ends with 6 when a broker could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 1 --all',
    '<%= config.bin %> <%= command.id %> --name log.retention.ms --name num.io.threads --documentation',
  ]

  static override args = {
    broker: Args.string({description: 'Id of a broker; all of them without.'}),
  }

  static override flags = {
    all: Flags.boolean({char: 'a', summary: 'Also what nobody has set.', default: false}),
    name: Flags.string({
      summary: 'Only this setting. Repeatable.',
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
    }),
    documentation: Flags.boolean({summary: 'What Kafka says about each setting.', default: false}),
  }

  async run(): Promise<BrokerSettings> {
    const {all, documentation, name} = this.flags
    const broker = this.args.broker === undefined ? undefined : brokerId(this.args.broker)
    const options = {broker, all: all || name !== undefined, documentation, ...(name && {names: name})}
    const settings = await brokerSettings(await this.cluster(), options)
    if (settings.errors.length > 0) this.exitCode = EXIT.partial
    this.show(brokerSettingsView(settings))
    return settings
  }
}
