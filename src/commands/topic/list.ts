import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {EXIT} from '../../lib/errors.js'
import {listTopics, type TopicList as Topics} from '../../lib/kafka/topics/list.js'
import {topicListView} from '../../lib/output/views/topic-list.js'
import {settingFlag, topicArgs} from '../../topic-flags.js'

export default class TopicList extends KafkaCommand<typeof TopicList> {
  static override summary = 'List topics, those with problems first'
  static override description =
    'Without a leader, then under-replicated, then the rest by name. Sizes and settings are only asked for when ' +
    'they are wanted. Ends with 6 when some of it could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --size",
    '<%= config.bin %> <%= command.id %> --config retention.ms --config cleanup.policy',
    '<%= config.bin %> <%= command.id %> --problems --json',
  ]

  static override args = topicArgs
  static override flags = {
    size: Flags.boolean({summary: 'Also what each takes on disk, all replicas together.'}),
    config: settingFlag('Also this setting, as a column.', 'NAME'),
    internal: Flags.boolean({summary: 'Also topics that Kafka keeps for itself.'}),
    problems: Flags.boolean({summary: 'Only topics that need somebody.'}),
  }

  async run(): Promise<Topics> {
    const {config: configs = [], problems, size, internal} = this.flags
    const words = this.args.topics ?? []
    const list = await listTopics(await this.cluster(), {words, configs, size, internal, problems})
    if (list.failed.length > 0 || list.topics.some(({error}) => error)) this.exitCode = EXIT.partial
    this.show(topicListView(list, {configs, problems}))
    return list
  }
}
