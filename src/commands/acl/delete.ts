import {aclFlags, aclSearch, principalFlag, roleFlags} from '../../acl-flags.js'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {KbookError} from '../../lib/errors.js'
import {applyDeleteAcls, planDeleteAcls, type DeleteAclsPlan} from '../../lib/kafka/acls/delete.js'
import {aclFilters} from '../../lib/kafka/acls/search.js'
import {deleteAclsView} from '../../lib/output/views/acl.js'
import {plural} from '../../lib/output/format.js'

export default class AclDelete extends ChangeCommand<typeof AclDelete> {
  static override summary = 'Delete rules, after showing exactly which ones go'
  static override description =
    'What is not named matches everything: --topic orders alone deletes every rule on that literal name. The ' +
    'preview prints the commands that bring the rules back.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --allow-principal User:alice --operation Read --topic orders',
    '<%= config.bin %> <%= command.id %> --principal User:gone --dry-run',
    '<%= config.bin %> <%= command.id %> --topic shop. --resource-pattern-type prefixed',
  ]
  static override flags = {...aclFlags, ...roleFlags, principal: principalFlag}

  async run(): Promise<ChangeResult<DeleteAclsPlan>> {
    const filters = aclFilters(aclSearch(this.flags), 'literal')
    if (filters.some((one) => one.resourceName === undefined && one.principal === undefined)) {
      throw new KbookError('BAD_FLAG', 'that would be far too many: name a resource or a principal', {
        hint: 'kbook acl list shows all rules there are.',
      })
    }
    const cluster = await this.cluster()
    const plan = await planDeleteAcls(cluster, filters)
    const what = plural(plan.delete.length, 'ACL')
    return this.change({
      plan,
      preview: deleteAclsView(plan, cluster.name),
      question: `Delete ${what}?`,
      empty: plan.delete.length === 0,
      subject: `delete ${what}`,
      before: plan.delete,
      apply: (control) => applyDeleteAcls(cluster, plan, control),
    })
  }
}
