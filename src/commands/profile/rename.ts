import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../base-command.js'
import {renameLearnt} from '../../lib/change/learnt-cluster.js'
import {renameProfile, type StoreResult} from '../../lib/config/store.js'

export default class ProfileRename extends BaseCommand<typeof ProfileRename> {
  static override summary = 'Give a profile another name'
  static override examples = ['<%= config.bin %> <%= command.id %> prod prod-eu']
  static override args = {
    name: Args.string({description: 'Profile to rename.', required: true}),
    newName: Args.string({description: 'Its new name.', required: true}),
  }

  async run(): Promise<StoreResult> {
    const {name, newName} = this.args
    const result = await renameProfile(name, newName)
    await renameLearnt(name, newName)
    this.show(`renamed profile ${name} to ${newName}`)
    return result
  }
}
