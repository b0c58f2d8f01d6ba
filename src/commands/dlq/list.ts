import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {letterBox, readLetters} from '../../lib/consumer/dead-letter/box.js'
import {dlqListView, letterJson} from '../../lib/output/views/dlq.js'

export default class DlqList extends KafkaCommand<typeof DlqList> {
  static override summary = 'List dead letters, newest first: where they came from and why'
  static override examples = [
    '<%= config.bin %> <%= command.id %> sre.dlq',
    '<%= config.bin %> <%= command.id %> sre.dlq --all --json',
    '<%= config.bin %> <%= command.id %> ./incidents.dlq.jsonl',
  ]
  static override args = {
    source: Args.string({description: 'Dead letter topic, or path of a dead letter file.', required: true}),
  }
  static override flags = {
    limit: Flags.integer({summary: 'Show at most this many.', default: 20, min: 1, helpValue: 'N'}),
    all: Flags.boolean({summary: 'Show every one.'}),
  }

  async run(): Promise<Record<string, unknown>> {
    const box = await letterBox(this.args.source)
    const limit = this.flags.all ? Number.MAX_SAFE_INTEGER : this.flags.limit
    const letters = await readLetters(box, () => this.cluster(), limit)
    this.show(dlqListView(letters, box))
    return {...box, ...letters, letters: letters.letters.map((letter) => letterJson(letter, box))}
  }
}
