import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../base-command.js'
import {clusterChangeFlags, confirmChange} from '../../confirm.js'
import {forgetCluster} from '../../lib/change/learnt-cluster.js'
import {planRemove, type ProfilePlan} from '../../lib/config/plan-profile.js'
import {removeProfile} from '../../lib/config/store.js'
import {profilePlanView} from '../../lib/output/views/profile.js'

export default class ProfileRemove extends BaseCommand<typeof ProfileRemove> {
  static override summary = 'Remove a profile from the config file'
  static override examples = [
    '<%= config.bin %> <%= command.id %> old-cluster',
    '<%= config.bin %> <%= command.id %> old-cluster --yes',
  ]
  static override args = {name: Args.string({description: 'Profile to remove.', required: true})}
  static override flags = clusterChangeFlags

  async run(): Promise<ProfilePlan & {done: boolean}> {
    const plan = await planRemove(this.args.name)
    if (this.flags['dry-run']) {
      this.show(profilePlanView(plan))
      return {...plan, done: false}
    }
    this.note(profilePlanView(plan))
    const {yes, confirm} = this.flags
    const protectedName = plan.disarms ? plan.name : undefined
    await confirmChange({question: `Remove profile ${plan.name}?`, yes, confirm, protectedName})
    await removeProfile(plan.name)
    await forgetCluster(plan.name)
    this.show(`removed profile ${plan.name}`)
    return {...plan, done: true}
  }
}
