import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT, KbookError} from '../../lib/errors.js'
import {describeTopics, isPartial, type TopicDescriptions} from '../../lib/kafka/topics/describe.js'
import {topicView} from '../../lib/output/views/topic.js'
import {topicArgs} from '../../topic-flags.js'

export default class TopicDescribe extends KafkaCommand<typeof TopicDescribe> {
  static override summary = 'Show topics in depth: partitions, leaders, replicas, offsets, size, settings'
  static override description =
    'Problems stand first. Settings are those that the topic sets itself; --all-configs adds what it takes from ' +
    'the cluster, each with its source. Ends with 6 when some of it could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deploy-requests',
    '<%= config.bin %> <%= command.id %> deploy-requests --all-configs',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --json",
  ]

  static override args = topicArgs
  static override flags = {
    'all-configs': Flags.boolean({summary: 'Every setting, with where its value comes from.'}),
    'all-partitions': Flags.boolean({summary: 'Every partition, however many there are.'}),
  }

  async run(): Promise<TopicDescriptions> {
    const {'all-configs': allConfigs, 'all-partitions': allPartitions} = this.flags
    const words = this.args.topics ?? []
    if (words.length === 0) {
      throw new KbookError('BAD_FLAG', 'no topic given', {hint: 'kbook topic list     lists every topic'})
    }
    const described = await describeTopics(await this.cluster(), words, {allConfigs})
    if (isPartial(described)) this.exitCode = EXIT.partial
    this.show(topicView(described, {allPartitions}))
    return described
  }
}
