import {aclFlags, aclRequest, roleFlags} from '../../acl-flags.js'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {applyCreateAcls, planCreateAcls, type CreateAclsPlan} from '../../lib/kafka/acls/create.js'
import {aclBindings} from '../../lib/kafka/acls/request.js'
import {createAclsView} from '../../lib/output/views/acl.js'
import {plural} from '../../lib/output/format.js'

export default class AclCreate extends ChangeCommand<typeof AclCreate> {
  static override summary = 'Allow or deny something to somebody'
  static override description =
    'Each operation on each resource for each principal, by the option names of kafka-acls. All operations when ' +
    'none is named. What is there already is left alone.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --allow-principal User:alice --operation Read --topic orders',
    '<%= config.bin %> <%= command.id %> --allow-principal User:etl --consumer --topic orders --group etl',
    '<%= config.bin %> <%= command.id %> --allow-principal User:shop --producer --topic shop. --resource-pattern-type prefixed',
    '<%= config.bin %> <%= command.id %> --allow-principal User:ops --operation AlterConfigs --cluster --dry-run',
  ]
  static override flags = {...aclFlags, ...roleFlags}

  async run(): Promise<ChangeResult<CreateAclsPlan>> {
    const wanted = aclBindings(aclRequest(this.flags))
    const cluster = await this.cluster()
    const plan = await planCreateAcls(cluster, wanted)
    const what = plural(plan.create.length, 'ACL')
    return this.change({
      plan,
      preview: createAclsView(plan, cluster.name),
      question: `Create ${what}?`,
      empty: plan.create.length === 0,
      subject: `create ${what}`,
      after: plan.create,
      apply: (control) => applyCreateAcls(cluster, plan, control),
    })
  }
}
