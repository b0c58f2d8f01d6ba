import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type {ChangeResult} from '../../change-command.js'
import {listUndo, type UndoEntry} from '../../lib/change/undo-store.js'
import {planUndo, undoEntry} from '../../lib/kafka/offsets/plan-undo.js'
import type {OffsetPlan} from '../../lib/kafka/offsets/types.js'
import {undoListView} from '../../lib/output/views/undo-list.js'
import {OffsetChangeCommand} from '../../offset-change-command.js'

/** An entry without what it would put back. */
type Listed = Omit<UndoEntry, 'data'>

export default class OffsetUndo extends OffsetChangeCommand<typeof OffsetUndo> {
  static override summary = 'Put back the committed offsets that an earlier change replaced'
  static override description =
    'Each change of offsets, and each deletion of a group, prints an id. Offsets come back exactly as they were, ' +
    'with leader epoch and metadata; commits that were new are deleted. Only what was done is put back. An undo can be undone by its own id.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --list',
    '<%= config.bin %> <%= command.id %> 7f3a --dry-run',
    '<%= config.bin %> <%= command.id %>',
  ]

  static override args = {
    id: Args.string({description: 'Id of the change, or its first digits; the latest one without it.'}),
  }

  static override flags = {
    list: Flags.boolean({
      summary: 'List what can be undone, on every cluster, the latest first.',
      default: false,
    }),
  }

  async run(): Promise<ChangeResult<OffsetPlan> | readonly Listed[]> {
    if (this.flags.list) return this.list()
    const cluster = await this.cluster()
    const entry = await undoEntry(cluster, this.args.id)
    return this.changeOffsets(await planUndo(cluster, entry), entry)
  }

  private async list(): Promise<readonly Listed[]> {
    const entries = await listUndo('offsets')
    this.show(undoListView(entries, 'offset'))
    return entries.map(({id, kind, time, cluster, subject, undoes, outcome}) => ({
      ...{id, kind, time, cluster, subject},
      ...(undoes !== undefined && {undoes}),
      ...(outcome !== undefined && {outcome}),
    }))
  }
}
