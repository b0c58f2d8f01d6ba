import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {KbookError} from '../../lib/errors.js'
import {
  planRemoveMembers,
  removeMembers,
  type MemberSelection,
  type RemoveMembersPlan,
} from '../../lib/kafka/groups/remove-member.js'
import {plural} from '../../lib/output/format.js'
import {removeMembersView} from '../../lib/output/views/group-change.js'

const several = {multiple: true, multipleNonGreedy: true} as const

export default class GroupRemoveMember extends ChangeCommand<typeof GroupRemoveMember> {
  static override summary = 'Remove members that hang, or static ones that will not come back'
  static override description =
    'Their partitions go to the others at once, without waiting for the session to end. A consumer that is alive joins ' +
    'again by itself. Classic groups, and those of the new consumer protocol from Kafka 4.1 on; Kafka has no such ' +
    'request for share and streams groups.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker --instance pod-3',
    '<%= config.bin %> <%= command.id %> deployment-worker --member worker-1-7c0b… --dry-run',
    '<%= config.bin %> <%= command.id %> deployment-worker --all --yes',
  ]

  static override args = {group: Args.string({description: 'Group by name.', required: true})}
  static override flags = {
    member: Flags.string({...several, summary: 'Id of a member. Repeatable.', helpValue: 'ID'}),
    instance: Flags.string({
      ...several,
      summary: 'Static id of a member (group.instance.id). Repeatable.',
      helpValue: 'ID',
    }),
    all: Flags.boolean({char: 'a', summary: 'Every member.', default: false}),
  }

  async run(): Promise<ChangeResult<RemoveMembersPlan>> {
    const cluster = await this.cluster()
    const {group} = this.args
    const plan = await planRemoveMembers(cluster, group, this.selection())
    const ids = plan.members.map(({memberId, instanceId}) => instanceId ?? memberId)
    return this.change({
      plan,
      preview: removeMembersView(plan),
      question: `Remove ${plural(ids.length, 'member')} of "${group}"?`,
      empty: ids.length === 0,
      subject: `remove ${plural(ids.length, 'member')} of group "${group}"`,
      before: ids,
      apply: (control) => removeMembers(cluster, plan, control),
    })
  }

  private selection(): MemberSelection {
    const {all, member: memberIds = [], instance: instanceIds = []} = this.flags
    const named = memberIds.length + instanceIds.length > 0
    if (all !== named) return {all, memberIds, instanceIds}
    const message = all ? '--all and single members exclude each other' : 'no member given'
    throw new KbookError('BAD_FLAG', message, {
      hint: 'Name members with --member ID or --instance ID, or take --all. kbook group describe lists them.',
    })
  }
}
