import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../base-command.js'
import {sandboxDownView} from '../../lib/output/views/sandbox.js'
import {sandboxDown, type DownResult} from '../../lib/sandbox/up.js'
import {sandboxFlags} from '../../sandbox-flags.js'

export default class SandboxDown extends BaseCommand<typeof SandboxDown> {
  static override summary = 'Stop a sandbox and remove its data and its profile'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --keep-data',
  ]
  static override flags = {
    ...sandboxFlags,
    'keep-data': Flags.boolean({summary: 'Only stop it: up starts it again with its topics and messages.'}),
  }

  async run(): Promise<DownResult> {
    const result = await sandboxDown(this.flags.name, {keepData: this.flags['keep-data']})
    this.show(sandboxDownView(result))
    return result
  }
}
