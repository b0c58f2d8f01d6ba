import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../base-command.js'
import {sandboxStatusView} from '../../lib/output/views/sandbox.js'
import {allSandboxes, sandboxStatus, type SandboxStatus} from '../../lib/sandbox/status.js'
import {openSandbox} from '../../lib/sandbox/start.js'

export default class SandboxStatusCommand extends BaseCommand<typeof SandboxStatusCommand> {
  static override summary = 'Show the sandboxes, their brokers and how to connect'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    name: Flags.string({summary: 'Only this sandbox.', helpValue: 'NAME'}),
  }

  async run(): Promise<readonly SandboxStatus[]> {
    const {name} = this.flags
    const found = name === undefined ? await allSandboxes() : [await sandboxStatus(await openSandbox(name))]
    this.show(sandboxStatusView(found))
    return found
  }
}
