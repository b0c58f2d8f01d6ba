import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {topicRates, type TopicRates} from '../../lib/kafka/topics/rate.js'
import {topicRateView} from '../../lib/output/views/topic-rate.js'
import {interval} from '../../lag-flags.js'
import {topicArgs} from '../../topic-flags.js'

export default class TopicRate extends KafkaCommand<typeof TopicRate> {
  static override summary = 'Show how fast topics are written, the busiest first'
  static override description =
    'Two samples, --over apart: messages a second, and bytes a second of one copy. One topic is shown by partition. ' +
    'Ends with 6 when some of it could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> deploy-requests --over 30s',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --json",
  ]

  static override args = topicArgs
  static override flags = {
    over: Flags.string({summary: 'Time between the two samples.', helpValue: 'DURATION', default: '10s'}),
    zero: Flags.boolean({summary: 'Also what nothing was written to, which is hidden otherwise.'}),
  }

  async run(): Promise<TopicRates> {
    const {over, zero} = this.flags
    const rates = await topicRates(await this.cluster(), this.args.topics ?? [], interval('over', over))
    const unread = rates.topics.some(({partitions}) => partitions.some(({error}) => error))
    if (unread || rates.failed.length > 0) this.exitCode = EXIT.partial
    this.show(topicRateView(rates, {zero}))
    return rates
  }
}
