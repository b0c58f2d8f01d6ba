import * as Args from '@oclif/core/args'
import {readFile} from 'node:fs/promises'
import {HistoryCommand} from '../../history-command.js'
import type {ImportReport} from '../../lib/consumer/history/query.js'
import {EXIT, KbookError} from '../../lib/errors.js'
import {importView} from '../../lib/output/views/history-change.js'

export default class HistoryImport extends HistoryCommand<typeof HistoryImport> {
  static override summary = 'Take over what an older consumer has done, so that it is not done again'
  static override description =
    'Reads the JSON file of an older consumer: {key: entry}, {incident: {action: entry}} or a list. What is in the history already stays as it is. Entries that cannot be read are named, and the exit code is 6 then.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> automation_action_history.json --config oozie-config.yaml',
  ]
  static override args = {
    file: Args.string({description: 'JSON file to read.', required: true}),
  }

  async run(): Promise<ImportReport> {
    const text = await readFile(this.args.file, 'utf8').catch((cause: unknown) => {
      throw new KbookError('NOT_FOUND', `cannot read ${this.args.file}`, {
        hint: (cause as Error).message,
        cause,
      })
    })
    const history = await this.openHistory({write: true})
    const report = history.importJson(text)
    this.show(importView(report, history.info().path))
    if (report.unread.length > 0) this.exitCode = EXIT.partial
    return report
  }
}
