import type {ChangeResult} from '../../change-command.js'
import {planSetPassword, type UserPlan} from '../../lib/kafka/users/plan.js'
import {passwordFlags} from '../../password-flags.js'
import {
  iterationsFlag,
  iterationsOf,
  mechanismFlag,
  mechanismsOf,
  userArgs,
  UserCommand,
} from '../../user-command.js'

export default class UserSetPassword extends UserCommand<typeof UserSetPassword> {
  static override summary = 'Give a SCRAM user another password'
  static override description =
    'For every mechanism that the user has, since one that is left out keeps the old password. ' +
    'Connections that are open stay open.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> alice',
    '<%= config.bin %> <%= command.id %> etl --password-file etl.password --yes',
  ]
  static override args = userArgs
  static override flags = {mechanism: mechanismFlag, iterations: iterationsFlag, ...passwordFlags}

  async run(): Promise<ChangeResult<UserPlan>> {
    const {flags} = this
    const iterations = iterationsOf(flags.iterations)
    const plan = await planSetPassword(
      await this.cluster(),
      this.args.user,
      mechanismsOf(flags.mechanism),
      iterations,
    )
    return this.changeUser(plan, {file: flags['password-file'], stdin: flags['password-stdin']})
  }
}
