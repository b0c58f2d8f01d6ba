import * as Flags from '@oclif/core/flags'
import {groupStates, stateFlag, typeFlag} from '../../group-flags.js'
import {KafkaCommand} from '../../kafka-command.js'
import {groupArgs} from '../../lag-flags.js'
import {EXIT} from '../../lib/errors.js'
import {listGroupEntries, type GroupList as Result} from '../../lib/kafka/groups/list.js'
import {groupSelection} from '../../lib/kafka/lag/selection.js'
import {groupListView} from '../../lib/output/views/group-list.js'

export default class GroupList extends KafkaCommand<typeof GroupList> {
  static override summary = 'List groups with type, state, members and lag, worst first'
  static override description =
    'Groups of every type: classic, the new consumer protocol (KIP-848), share and streams. --no-lag asks only for ' +
    'their names, types and states. Ends with 6 when something could not be read.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --state Empty --type consumer',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --members",
    '<%= config.bin %> <%= command.id %> --no-lag --json',
  ]

  static override args = groupArgs
  static override flags = {
    state: stateFlag,
    type: typeFlag,
    members: Flags.boolean({summary: 'Also each member, with its host and partitions.', default: false}),
    lag: Flags.boolean({
      summary: 'How far each is behind; --no-lag leaves it out, and is faster.',
      default: true,
      allowNo: true,
    }),
  }

  async run(): Promise<Result> {
    const {lag, members, state, type} = this.flags
    const words = this.args.groups ?? []
    const selection = groupSelection(words, words.length === 0)
    const options = {lag, members, states: groupStates(state), types: type ?? []}
    const list = await listGroupEntries(await this.cluster(), selection, options)
    if (list.unanswered.length > 0 || list.groups.some(({error, lag}) => error || (lag?.failed ?? 0) > 0))
      this.exitCode = EXIT.partial
    this.show(groupListView(list, {members}))
    return list
  }
}
