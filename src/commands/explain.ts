import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.js'
import {KbookError} from '../lib/errors.js'
import {explain, listExplanations, type Explanation} from '../lib/explain/explain.js'
import {explanationListView, explanationView} from '../lib/output/views/explain.js'

export default class Explain extends BaseCommand<typeof Explain> {
  static override summary = 'Say what an error of Kafka means: why it happens, what to check, what to run'
  static override description =
    'Takes the name or number of an error, an exception of a Java client, a text of librdkafka or kafkajs, or a whole line of a log. Asks no cluster.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> NOT_ENOUGH_REPLICAS',
    '<%= config.bin %> <%= command.id %> 19',
    '<%= config.bin %> <%= command.id %> "Local: Broker transport failure"',
    '<%= config.bin %> <%= command.id %> --list',
  ]
  static override args = {
    text: Args.string({description: 'The error, or a line that has it.', multiple: true}),
  }
  static override flags = {
    list: Flags.boolean({summary: 'Every error that is explained.', exclusive: ['text']}),
  }

  async run(): Promise<readonly Explanation[]> {
    const text = (this.args.text ?? []).join(' ').trim()
    if (this.flags.list) {
      const all = listExplanations()
      this.show(explanationListView(all))
      return all
    }
    if (text === '') {
      throw new KbookError('BAD_FLAG', 'no error is given', {
        hint: ['kbook explain NOT_ENOUGH_REPLICAS', 'or a line of a log between quotes; --list shows all'],
      })
    }
    const found = explain(text)
    this.show(explanationView(found))
    return Promise.resolve(found)
  }
}
