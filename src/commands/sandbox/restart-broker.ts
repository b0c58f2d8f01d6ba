import {BaseCommand} from '../../base-command.js'
import {brokerChangeView} from '../../lib/output/views/sandbox.js'
import {restartBroker, type BrokerChange} from '../../lib/sandbox/brokers.js'
import {brokerArg, sandboxFlags} from '../../sandbox-flags.js'

export default class SandboxRestartBroker extends BaseCommand<typeof SandboxRestartBroker> {
  static override summary = 'Start a broker again on the same port and data, stopping it first if it runs'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 2',
    '<%= config.bin %> <%= command.id %> 1 --name secure',
  ]
  static override args = brokerArg
  static override flags = sandboxFlags

  async run(): Promise<BrokerChange> {
    this.note('starting it; after a kill the cluster waits some seconds for its old session to end')
    const result = await restartBroker(this.flags.name, this.args.broker)
    this.show(brokerChangeView(result))
    return result
  }
}
