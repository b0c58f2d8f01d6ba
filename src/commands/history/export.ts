import * as Flags from '@oclif/core/flags'
import {HistoryCommand} from '../../history-command.js'
import {toJson} from '../../lib/output/json.js'
import {legacyEntry, storyJson} from '../../lib/output/views/history-json.js'

export default class HistoryExport extends HistoryCommand<typeof HistoryExport> {
  static override summary = 'Print the whole history as JSON, for other tools or for history import'
  static override description =
    'The format json is one object, {key: entry}, that an older consumer and history import can read. The format ndjson is one line an action, with its attempts.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> > history.json',
    '<%= config.bin %> <%= command.id %> --format ndjson | jq -r .state | sort | uniq -c',
  ]
  static override flags = {
    format: Flags.option({
      summary: 'Form of the output.',
      options: ['json', 'ndjson'] as const,
      default: 'json' as const,
    })(),
  }
  protected override streaming = true

  async run(): Promise<void> {
    const history = await this.openHistory()
    const print = (text: string): boolean => process.stdout.write(text)
    if (this.flags.format === 'ndjson') {
      for (const story of history.all()) print(`${toJson(storyJson(story))}\n`)
      return
    }
    let before = '{\n  '
    for (const story of history.all()) {
      const entry = legacyEntry(story)
      if (!entry) continue
      print(`${before}${JSON.stringify(story.key)}: ${toJson(entry)}`)
      before = ',\n  '
    }
    print(before === ',\n  ' ? '\n}\n' : '{}\n')
  }
}
