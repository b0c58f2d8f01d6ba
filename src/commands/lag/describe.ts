import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {groupArgs, interval, messages, selectionFlags, viewFlags} from '../../lag-flags.js'
import {EXIT} from '../../lib/errors.js'
import {describeLag} from '../../lib/kafka/lag/describe.js'
import type {LagReport} from '../../lib/kafka/lag/report.js'
import {groupSelection, isOverview, needsListing, topicScope} from '../../lib/kafka/lag/selection.js'
import {lagView} from '../../lib/output/views/lag.js'

export default class LagDescribe extends KafkaCommand<typeof LagDescribe> {
  static override summary = 'Show how far consumer groups are behind, worst first'
  static override description =
    'Messages, time, and what is lost or stuck, per partition for one group and as an overview for several. ' +
    'Ends with 6 when something could not be read: what is unknown is never shown as 0.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker',
    '<%= config.bin %> <%= command.id %> --all --min-lag 1000',
    '<%= config.bin %> <%= command.id %> deployment-worker --over 10s --members',
    "<%= config.bin %> <%= command.id %> '/^outbox/' --topic orders:0,1 --json",
  ]

  static override args = groupArgs
  static override flags = {
    ...selectionFlags,
    ...viewFlags,
    members: Flags.boolean({
      summary: 'Also the members, with host, partitions and lag of each.',
      default: false,
    }),
    over: Flags.string({
      summary: 'Take a second sample after this time: shows growth, time to go and what stands still.',
      helpValue: 'DURATION',
    }),
  }

  async run(): Promise<LagReport> {
    const {flags} = this
    const selection = groupSelection(this.args.groups ?? [], flags.all)
    const minLag = messages('min-lag', flags['min-lag'])
    const report = await describeLag(await this.cluster(), selection, {
      scope: topicScope(flags.topic ?? []),
      time: flags.behind || !needsListing(selection),
      ...(flags.over === undefined ? {} : {overMs: interval('over', flags.over)}),
    })
    if (report.isPartial()) this.exitCode = EXIT.partial
    const overview = isOverview(selection)
    const shown = report.atLeast(minLag, overview ? 'groups' : 'partitions')
    this.show(lagView(shown, {overview, minLag, zero: flags.zero, members: flags.members}))
    return shown
  }
}
