import {BaseCommand} from '../../base-command.js'
import {brokerChangeView} from '../../lib/output/views/sandbox.js'
import {killBroker, type BrokerChange} from '../../lib/sandbox/brokers.js'
import {brokerArg, sandboxFlags} from '../../sandbox-flags.js'

export default class SandboxKillBroker extends BaseCommand<typeof SandboxKillBroker> {
  static override summary = 'Kill a broker, as a crash would (SIGKILL)'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 2',
    '<%= config.bin %> <%= command.id %> 1 --name secure',
  ]
  static override args = brokerArg
  static override flags = sandboxFlags

  async run(): Promise<BrokerChange> {
    const result = await killBroker(this.flags.name, this.args.broker)
    this.show(brokerChangeView(result))
    return result
  }
}
