import {KafkaCommand} from '../../kafka-command.js'
import {groupArgs, selectionFlags} from '../../lag-flags.js'
import {EXIT} from '../../lib/errors.js'
import {exportOffsets, type ExportedOffsets} from '../../lib/kafka/offsets/export.js'
import {groupSelection, isOverview, topicScope} from '../../lib/kafka/lag/selection.js'
import {offsetsCsv} from '../../lib/output/views/offset-csv.js'

export default class OffsetExport extends KafkaCommand<typeof OffsetExport> {
  static override summary = 'Print committed offsets as CSV'
  static override description =
    'Lines topic,partition,offset for one group that is named, group,topic,partition,offset otherwise: read by ' +
    'offset import, and by kafka-consumer-groups --reset-offsets --from-file.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker > offsets.csv',
    '<%= config.bin %> <%= command.id %> --all > every-group.csv',
  ]

  static override args = groupArgs
  static override flags = selectionFlags

  async run(): Promise<ExportedOffsets> {
    const selection = groupSelection(this.args.groups ?? [], this.flags.all)
    const exported = await exportOffsets(await this.cluster(), selection, topicScope(this.flags.topic ?? []))
    for (const {group, error} of exported.failed)
      this.addWarning(`group "${group}" is missing: ${error.line}`)
    for (const {broker, error} of exported.unanswered) {
      this.addWarning(`the groups of broker ${broker} are missing: ${error.line}`)
    }
    if (exported.failed.length + exported.unanswered.length > 0) this.exitCode = EXIT.partial
    if (exported.offsets.length === 0) this.addWarning('nothing is committed: the export is empty')
    const csv = offsetsCsv(exported.offsets, isOverview(selection))
    if (csv !== '') this.print(csv)
    return exported
  }
}
