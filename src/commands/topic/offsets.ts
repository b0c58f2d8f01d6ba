import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {topicOffsets, type TopicOffsets as Offsets} from '../../lib/kafka/topics/offsets.js'
import {topicOffsetsView} from '../../lib/output/views/topic-offsets.js'
import {instantFlag, partitionArgs} from '../../topic-flags.js'

export default class TopicOffsets extends KafkaCommand<typeof TopicOffsets> {
  static override summary = 'Show where the partitions of topics begin and end, and where they were at a time'
  static override description =
    'Log start offset, last stable offset (where it differs), high watermark, and the newest record. Ends with 6 ' +
    'when a partition could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> audit_events',
    '<%= config.bin %> <%= command.id %> audit_events:0,1 --at 2026-01-31T14:00',
    '<%= config.bin %> <%= command.id %> audit_events --at 2h --json',
  ]

  static override args = partitionArgs
  static override flags = {
    at: Flags.string({
      summary: 'Also the first record at this time or later: 2026-01-31T14:00, or 2h for two hours ago.',
      helpValue: 'T',
    }),
  }

  async run(): Promise<Offsets> {
    const at = this.flags.at === undefined ? undefined : instantFlag('at', this.flags.at)
    const offsets = await topicOffsets(await this.cluster(), this.args.topics ?? [], {at})
    if (offsets.partitions.some(({error}) => error)) this.exitCode = EXIT.partial
    this.show(topicOffsetsView(offsets))
    return offsets
  }
}
