import {BaseCommand} from '../../base-command.js'
import {brokerChangeView} from '../../lib/output/views/sandbox.js'
import {stopBroker, type BrokerChange} from '../../lib/sandbox/brokers.js'
import {brokerArg, sandboxFlags} from '../../sandbox-flags.js'

export default class SandboxStopBroker extends BaseCommand<typeof SandboxStopBroker> {
  static override summary = 'Stop a broker as for maintenance: it hands over its partitions first (SIGTERM)'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 2',
    '<%= config.bin %> <%= command.id %> 1 --name secure',
  ]
  static override args = brokerArg
  static override flags = sandboxFlags

  async run(): Promise<BrokerChange> {
    const result = await stopBroker(this.flags.name, this.args.broker)
    this.show(brokerChangeView(result))
    return result
  }
}
