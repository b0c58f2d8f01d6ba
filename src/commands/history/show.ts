import * as Args from '@oclif/core/args'
import {HistoryCommand} from '../../history-command.js'
import {storyJson} from '../../lib/output/views/history-json.js'
import {storyView} from '../../lib/output/views/history.js'

export default class HistoryShow extends HistoryCommand<typeof HistoryShow> {
  static override summary = 'Show the whole story of one action: times, attempts, what it printed'
  static override examples = ['<%= config.bin %> <%= command.id %> bigpanda:INC-88213:handle_oozie']
  static override args = {
    key: Args.string({description: 'Key of the action, as history list prints it.', required: true}),
  }

  async run(): Promise<Record<string, unknown>> {
    const story = (await this.openHistory()).show(this.args.key)
    this.show(storyView(story))
    return storyJson(story)
  }
}
