import type {Command} from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type {Interfaces} from '@oclif/core'
import {BaseCommand} from './base-command.js'
import {databasePath} from './lib/consumer/service/history-path.js'
import type {HistoryView} from './lib/consumer/history/query.js'

const helpGroup = 'HISTORY'
type HistoryFlags = Interfaces.InferredFlags<(typeof HistoryCommand)['baseFlags']>

/** A command about what a consumer has done: which history, opened beside a running consumer. */
export abstract class HistoryCommand<T extends typeof Command> extends BaseCommand<T> {
  static override baseFlags = {
    ...BaseCommand.baseFlags,
    history: Flags.string({
      summary: 'History to open. Without it: that of --config, or the only one there is.',
      env: 'ACTION_HISTORY_FILE',
      helpValue: 'PATH',
      helpGroup,
    }),
    config: Flags.string({
      char: 'c',
      summary: 'Configuration of the consumer whose history is meant.',
      env: 'CONFIG_FILE',
      helpValue: 'FILE',
      helpGroup,
    }),
  }

  /** Closed when the command ends. Works while a consumer holds the history. */
  protected async openHistory(options: {write?: boolean} = {}): Promise<HistoryView> {
    const {openHistoryView} = await import('./lib/consumer/history/sqlite/view.js')
    const view = await openHistoryView(databasePath(await this.historyPath()), options)
    this.onClose(() => view.close())
    return view
  }

  private async historyPath(): Promise<string> {
    const {history, config} = this.flags as HistoryFlags
    if (history !== undefined) return history
    const {historyPathOf, onlyHistory} = await import('./lib/consumer/service/locate-history.js')
    if (config === undefined) return onlyHistory()
    const {loadConsumerConfig} = await import('./lib/consumer/config/load.js')
    return historyPathOf(await loadConsumerConfig({file: config}))
  }
}
