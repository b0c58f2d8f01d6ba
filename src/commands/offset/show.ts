import {KafkaCommand} from '../../kafka-command.js'
import {groupArgs, selectionFlags} from '../../lag-flags.js'
import {EXIT} from '../../lib/errors.js'
import {groupSelection, topicScope} from '../../lib/kafka/lag/selection.js'
import {isPartial, showOffsets, type ShownOffsets} from '../../lib/kafka/offsets/show.js'
import {offsetShowView} from '../../lib/output/views/offset-show.js'

export default class OffsetShow extends KafkaCommand<typeof OffsetShow> {
  static override summary = 'Show what consumer groups have committed, with metadata, start, end and lag'
  static override description =
    'Every partition of each topic on which a group has committed, those without a commit too. Ends with 6 when ' +
    'something could not be read. How long messages have been waiting, and what stands still: lag describe.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker',
    '<%= config.bin %> <%= command.id %> deployment-worker --topic orders:0,1 --json',
    '<%= config.bin %> <%= command.id %> --all',
  ]

  static override args = groupArgs
  static override flags = selectionFlags

  async run(): Promise<ShownOffsets> {
    const selection = groupSelection(this.args.groups ?? [], this.flags.all)
    const shown = await showOffsets(await this.cluster(), selection, topicScope(this.flags.topic ?? []))
    if (isPartial(shown)) this.exitCode = EXIT.partial
    this.show(offsetShowView(shown))
    return shown
  }
}
