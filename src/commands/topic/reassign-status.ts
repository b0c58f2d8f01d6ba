import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {waitForMoves} from '../../lib/kafka/reassign/progress.js'
import {reassignStatus, type ReassignStatus} from '../../lib/kafka/reassign/status.js'
import {waitLine} from '../../lib/output/views/reassign-progress.js'
import {reassignStatusView} from '../../lib/output/views/reassign-status.js'

export default class TopicReassignStatus extends KafkaCommand<typeof TopicReassignStatus> {
  static override summary = 'Show replicas on the move, what is left to copy, and throttles'
  static override description =
    'Whoever has started the moves. A throttle that was left behind when they had ended is told as well: it would slow ' +
    'down the next broker that has to catch up.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --wait --timeout 2h',
  ]

  static override flags = {
    wait: Flags.boolean({summary: 'Wait until nothing is on the move any more.', default: false}),
  }

  async run(): Promise<ReassignStatus> {
    const cluster = await this.cluster()
    if (this.flags.wait) {
      this.waitFor('moves that are under way')
      await waitForMoves(cluster, {
        signal: new AbortController().signal,
        onStep: (step) => this.note(waitLine(step)),
      })
    }
    const status = await reassignStatus(cluster)
    if (status.throttleError) this.exitCode = EXIT.partial
    this.show(reassignStatusView(status))
    return status
  }
}
