import type {ChangeResult} from '../../change-command.js'
import {planDeleteUser, type UserPlan} from '../../lib/kafka/users/plan.js'
import {mechanismFlag, mechanismsOf, userArgs, UserCommand} from '../../user-command.js'

export default class UserDelete extends UserCommand<typeof UserDelete> {
  static override summary = 'Delete a SCRAM user, or one of its mechanisms'
  static override description =
    'Its password cannot be read back, so that there is no undo. Its ACLs stay; connections that are open, too.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> alice',
    '<%= config.bin %> <%= command.id %> alice --mechanism scram-sha-256 --dry-run',
  ]
  static override args = userArgs
  static override flags = {mechanism: mechanismFlag}

  async run(): Promise<ChangeResult<UserPlan>> {
    const mechanisms = mechanismsOf(this.flags.mechanism)
    return this.changeUser(await planDeleteUser(await this.cluster(), this.args.user, mechanisms))
  }
}
