import type {ChangeResult} from '../../change-command.js'
import {planCreateUser, type UserPlan} from '../../lib/kafka/users/plan.js'
import {SCRAM_ITERATIONS} from '../../lib/kafka/users/types.js'
import {passwordFlags} from '../../password-flags.js'
import {
  iterationsFlag,
  iterationsOf,
  mechanismFlag,
  mechanismsOf,
  userArgs,
  UserCommand,
} from '../../user-command.js'

export default class UserCreate extends UserCommand<typeof UserCreate> {
  static override summary = 'Create a SCRAM user'
  static override description =
    'For SCRAM-SHA-512 unless --mechanism says otherwise. The password is typed, or comes from a file or stdin; ' +
    'it is hashed here and never sent.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> alice',
    '<%= config.bin %> <%= command.id %> etl --password-file etl.password --yes',
    'pass kafka/etl | <%= config.bin %> <%= command.id %> etl --password-stdin --mechanism scram-sha-256 --yes',
  ]
  static override args = userArgs
  static override flags = {mechanism: mechanismFlag, iterations: iterationsFlag, ...passwordFlags}

  async run(): Promise<ChangeResult<UserPlan>> {
    const {flags} = this
    const mechanisms = mechanismsOf(flags.mechanism ?? ['scram-sha-512'])
    const iterations = iterationsOf(flags.iterations) ?? SCRAM_ITERATIONS.default
    const plan = await planCreateUser(await this.cluster(), this.args.user, mechanisms, iterations)
    return this.changeUser(plan, {file: flags['password-file'], stdin: flags['password-stdin']})
  }
}
