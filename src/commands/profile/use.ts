import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../base-command.js'
import {chooseProfile, type StoreResult} from '../../lib/config/store.js'

export default class ProfileUse extends BaseCommand<typeof ProfileUse> {
  static override summary = 'Make a profile the current one'
  static override description =
    'Commands use it when neither --profile, --brokers nor a variable names another cluster. For one shell only: export KBOOK_PROFILE=NAME.'
  static override examples = ['<%= config.bin %> <%= command.id %> prod-eu']
  static override args = {name: Args.string({description: 'Profile to use from now on.', required: true})}

  async run(): Promise<StoreResult> {
    const {name} = this.args
    const result = await chooseProfile(name)
    this.show(`current profile: ${name}`)
    const outranked = ['KBOOK_PROFILE', 'KBOOK_BROKERS'].find((variable) => process.env[variable])
    if (outranked) this.addWarning(`${outranked} is set and outranks it in this shell`)
    return result
  }
}
