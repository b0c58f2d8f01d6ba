import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type {ChangeResult} from '../../change-command.js'
import {planFile} from '../../lib/kafka/offsets/plan-file.js'
import type {OffsetPlan} from '../../lib/kafka/offsets/types.js'
import {OffsetChangeCommand} from '../../offset-change-command.js'
import {allowNewGroupFlag, offsetTopicFlag} from '../../offset-flags.js'

export default class OffsetImport extends OffsetChangeCommand<typeof OffsetImport> {
  static override summary = 'Commit the offsets of a CSV file'
  static override description =
    'Reads what offset export and kafka-consumer-groups --export print: topic,partition,offset (with --group), or ' +
    'group,topic,partition,offset. Offsets outside of the log are moved to where it starts or ends.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> offsets.csv --group deployment-worker --dry-run',
    '<%= config.bin %> <%= command.id %> every-group.csv --yes',
  ]

  static override args = {
    file: Args.string({description: 'CSV file without a header; - for stdin.', required: true}),
  }

  static override flags = {
    group: Flags.string({
      summary: 'Group of a file that names none; otherwise only this one. Repeatable.',
      helpValue: 'GROUP',
      multiple: true,
      multipleNonGreedy: true,
    }),
    topic: offsetTopicFlag,
    'allow-new-group': allowNewGroupFlag,
  }

  async run(): Promise<ChangeResult<OffsetPlan>> {
    const {group: groups = [], topic: topics = [], 'allow-new-group': allowNewGroups} = this.flags
    const {file} = this.args
    return this.changeOffsets(await planFile(await this.cluster(), {file, groups, topics, allowNewGroups}))
  }
}
