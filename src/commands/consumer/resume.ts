import {userInfo} from 'node:os'
import {HistoryCommand} from '../../history-command.js'
import {pauseJson} from '../../lib/output/views/history-json.js'
import {pauseView} from '../../lib/output/views/history-change.js'

export default class ConsumerResume extends HistoryCommand<typeof ConsumerResume> {
  static override summary = 'Let a paused consumer take messages again'
  static override examples = ['<%= config.bin %> <%= command.id %> --config oozie-config.yaml']

  async run(): Promise<Record<string, unknown>> {
    const history = await this.openHistory({write: true})
    history.setPause({paused: false, by: userInfo().username})
    this.show(pauseView(history.info()))
    return pauseJson(history.info())
  }
}
