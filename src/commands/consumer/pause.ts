import * as Flags from '@oclif/core/flags'
import {userInfo} from 'node:os'
import {HistoryCommand} from '../../history-command.js'
import {pauseJson} from '../../lib/output/views/history-json.js'
import {pauseView} from '../../lib/output/views/history-change.js'

export default class ConsumerPause extends HistoryCommand<typeof ConsumerPause> {
  static override summary = 'Kill switch: stop the intake of a consumer; nothing is lost'
  static override description =
    'The switch is kept in the history: a running consumer sees it within a second or two, and one that starts later starts paused. Actions that run already end as usual, no others are started. It stays on until consumer resume.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --config oozie-config.yaml --reason "restart storm"',
  ]
  static override flags = {
    reason: Flags.string({summary: 'Why, for whoever finds it paused.', helpValue: 'TEXT'}),
  }

  async run(): Promise<Record<string, unknown>> {
    const history = await this.openHistory({write: true})
    const {reason} = this.flags
    history.setPause({paused: true, by: userInfo().username, ...(reason === undefined ? {} : {reason})})
    this.show(pauseView(history.info()))
    return pauseJson(history.info())
  }
}
