import {aclFlags, aclSearch, principalFlag} from '../../acl-flags.js'
import {KafkaCommand} from '../../kafka-command.js'
import {listAcls} from '../../lib/kafka/acls/list.js'
import {aclFilters} from '../../lib/kafka/acls/search.js'
import type {AclBinding} from '../../lib/kafka/acls/types.js'
import {aclListView} from '../../lib/output/views/acl.js'

export default class AclList extends KafkaCommand<typeof AclList> {
  static override summary = 'List who may do what'
  static override description =
    'Everything without flags. A resource finds every rule that applies to it, "*" and prefixes included, unless ' +
    '--resource-pattern-type says otherwise. Ends with 7 where there is no authorizer.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --topic orders',
    '<%= config.bin %> <%= command.id %> --principal User:alice --json',
  ]
  static override flags = {...aclFlags, principal: principalFlag}

  async run(): Promise<AclBinding[]> {
    const filters = aclFilters(aclSearch(this.flags), 'match')
    const cluster = await this.cluster()
    const acls = await listAcls(cluster, filters)
    this.show(aclListView(acls, cluster.name))
    return acls
  }
}
