import * as Args from '@oclif/core/args'
import {KafkaCommand} from '../../kafka-command.js'
import {letterBox, readLetterAt} from '../../lib/consumer/dead-letter/box.js'
import {letterJson, letterView} from '../../lib/output/views/dlq.js'

export default class DlqShow extends KafkaCommand<typeof DlqShow> {
  static override summary = 'Show one dead letter whole: why it is here, key, headers and value'
  static override examples = [
    '<%= config.bin %> <%= command.id %> sre.dlq 0@42',
    '<%= config.bin %> <%= command.id %> ./incidents.dlq.jsonl 3',
  ]
  static override args = {
    source: Args.string({description: 'Dead letter topic, or path of a dead letter file.', required: true}),
    place: Args.string({
      description: 'PARTITION@OFFSET in a topic, line of a file, as dlq list prints them.',
      required: true,
    }),
  }

  async run(): Promise<Record<string, unknown>> {
    const box = await letterBox(this.args.source)
    const letter = await readLetterAt(box, () => this.cluster(), this.args.place)
    this.show(letterView(letter, box))
    return letterJson(letter, box)
  }
}
