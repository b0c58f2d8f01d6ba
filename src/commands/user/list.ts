import * as Args from '@oclif/core/args'
import {KafkaCommand} from '../../kafka-command.js'
import {KbookError} from '../../lib/errors.js'
import {listUsers} from '../../lib/kafka/users/list.js'
import type {ScramUser} from '../../lib/kafka/users/types.js'
import {userListView} from '../../lib/output/views/user.js'

export default class UserList extends KafkaCommand<typeof UserList> {
  static override summary = 'List the users that log in with SCRAM'
  static override description =
    'With the mechanisms that each has a password for; brokers never tell the password itself. ' +
    'Ends with 7 where the cluster does not tell.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> alice bob --json',
  ]
  static override args = {users: Args.string({description: 'Only these.', multiple: true})}

  async run(): Promise<ScramUser[]> {
    const names = this.args.users ?? []
    const cluster = await this.cluster()
    const users = await listUsers(cluster, names)
    const missing = names.filter((name) => !users.some(({user}) => user === name))
    if (missing.length > 0) {
      throw new KbookError('NOT_FOUND', `no SCRAM user is called "${missing.join('", "')}"`, {
        hint: 'kbook user list',
      })
    }
    this.show(userListView(users, cluster.name))
    return users
  }
}
