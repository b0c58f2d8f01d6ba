import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {interval, intervalFlag, limit, topicFlag} from '../../lag-flags.js'
import {parseTimer} from '../../lib/config/duration.js'
import {topicScope} from '../../lib/kafka/lag/selection.js'
import {waitForLag, type LagWait as Result} from '../../lib/kafka/lag/wait.js'
import {waitProgress, waitView} from '../../lib/output/views/lag-wait.js'

export default class LagWait extends KafkaCommand<typeof LagWait> {
  static override summary = 'Wait until a consumer group has caught up'
  static override description =
    'Ends with 0 as soon as fewer messages than --below are unread, with 3 after --timeout, saying how far it is. ' +
    'A partition that cannot be read, and a group that has committed nothing, is not caught up.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker --below 1',
    '<%= config.bin %> <%= command.id %> deployment-worker --below 1000 --timeout 10m && ./next-step',
  ]

  static override args = {
    group: Args.string({description: 'Name of the group.', required: true}),
  }

  static override flags = {
    below: Flags.string({
      summary: 'Caught up means fewer unread messages than this; 1 means none.',
      helpValue: 'N',
      required: true,
    }),
    timeout: Flags.string({summary: 'Longest time to wait; for ever without it.', helpValue: 'DURATION'}),
    interval: intervalFlag,
    topic: topicFlag,
  }

  async run(): Promise<Result> {
    const {flags} = this
    const intervalMs = interval('interval', flags.interval)
    const signal = this.stopSignal()
    const progress = waitProgress(intervalMs)
    const result = await waitForLag(await this.cluster(), {
      group: this.args.group,
      below: limit('below', flags.below),
      intervalMs,
      timeoutMs: flags.timeout === undefined ? undefined : parseTimer(flags.timeout),
      scope: topicScope(flags.topic ?? []),
      signal,
      onEvent: (event) => {
        const line = progress(event)
        if (line !== undefined) this.note(line)
      },
    })
    this.show(waitView(result))
    return result
  }
}
