import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../../kafka-command.js'
import {topicFlag} from '../../../lag-flags.js'
import {parseDuration} from '../../../lib/config/duration.js'
import {EXIT} from '../../../lib/errors.js'
import {topicScope} from '../../../lib/kafka/lag/selection.js'
import {findHangingTransactions} from '../../../lib/kafka/transactions/find-hanging.js'
import type {HangingReport} from '../../../lib/kafka/transactions/types.js'
import {hangingView} from '../../../lib/output/views/hanging.js'

export default class TransactionsFindHanging extends KafkaCommand<typeof TransactionsFindHanging> {
  static override summary = 'Find transactions that are open on a partition and that nobody will ever end'
  static override description =
    'Such a transaction holds back everybody who reads committed records of its partition. Hanging is what has ' +
    'been idle for longer than any transaction may last and is not known to a coordinator. ' +
    'Ends with 3 when there is one, with 6 when something could not be read.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --topic payments --max-transaction-timeout 1h',
  ]
  static override flags = {
    topic: topicFlag,
    'broker-id': Flags.integer({summary: 'Only partitions that this broker leads.', helpValue: 'ID'}),
    'max-transaction-timeout': Flags.string({
      summary: 'How long a transaction may last. Default: transaction.max.timeout.ms of the brokers.',
      helpValue: 'DURATION',
    }),
  }

  async run(): Promise<HangingReport> {
    const {flags} = this
    const {'broker-id': leader, 'max-transaction-timeout': longest} = flags
    const report = await findHangingTransactions(await this.cluster(), {
      scope: topicScope(flags.topic ?? []),
      ...(longest !== undefined && {idleMs: parseDuration(longest)}),
      ...(leader !== undefined && {leader}),
    })
    this.exitCode =
      report.failed.length > 0 ? EXIT.partial : report.hanging.length > 0 ? EXIT.checkFailed : EXIT.ok
    this.show(hangingView(report))
    return report
  }
}
