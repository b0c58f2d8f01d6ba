import * as Args from '@oclif/core/args'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {
  deleteGroups,
  planDeleteGroups,
  subjectOf as deletionSubject,
  type DeleteGroupsPlan,
} from '../../lib/kafka/groups/delete.js'
import {groupSelection} from '../../lib/kafka/lag/selection.js'
import {offsetsUndo} from '../../lib/kafka/offsets/undo.js'
import {plural} from '../../lib/output/format.js'
import {deleteGroupsView} from '../../lib/output/views/group-change.js'

export default class GroupDelete extends ChangeCommand<typeof GroupDelete> {
  static override summary = 'Delete groups with their committed offsets, which can be put back'
  static override description =
    'Shows the offsets that go, and keeps them for `offset undo`. A group with members is refused, and then none of the ' +
    'others is deleted either.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> old-audit',
    "<%= config.bin %> <%= command.id %> '/^test-/' --dry-run",
    '<%= config.bin %> <%= command.id %> old-audit --yes --json',
  ]

  static override args = {
    groups: Args.string({
      description: 'Groups by name, or by a regular expression between slashes.',
      multiple: true,
      required: true,
    }),
  }

  async run(): Promise<ChangeResult<DeleteGroupsPlan>> {
    const cluster = await this.cluster()
    const plan = await planDeleteGroups(cluster, groupSelection(this.args.groups, false))
    const names = plan.groups.map(({group}) => group)
    // What a share group has acknowledged is no offset that anybody could commit.
    const kept = plan.groups.filter(({type, partitions}) => type !== 'share' && partitions.length > 0)
    return this.change({
      plan,
      preview: deleteGroupsView(plan),
      question: `Delete ${plural(names.length, 'group')} for good?`,
      subject: `delete ${names.length === 1 ? `group "${names.join('')}"` : plural(names.length, 'group')}`,
      before: names,
      ...(kept.length > 0 ? {undo: offsetsUndo(kept, deletionSubject)} : {}),
      apply: (control) => deleteGroups(cluster, plan, control),
    })
  }
}
