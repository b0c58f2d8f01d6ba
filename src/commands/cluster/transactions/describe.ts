import * as Args from '@oclif/core/args'
import {KafkaCommand} from '../../../kafka-command.js'
import {EXIT, KbookError} from '../../../lib/errors.js'
import {describeTransactions} from '../../../lib/kafka/transactions/describe.js'
import type {DescribedTransaction} from '../../../lib/kafka/transactions/types.js'
import {transactionView} from '../../../lib/output/views/transactions.js'

export default class TransactionsDescribe extends KafkaCommand<typeof TransactionsDescribe> {
  static override summary = 'Show a transaction as its coordinator knows it: state, age, time-out, partitions'
  static override examples = [
    '<%= config.bin %> <%= command.id %> payments-1',
    '<%= config.bin %> <%= command.id %> payments-1 payments-2 --json',
  ]
  static override args = {
    ids: Args.string({description: 'Transactional ids.', required: true, multiple: true}),
  }

  async run(): Promise<(DescribedTransaction | {transactionalId: string; error: KbookError})[]> {
    const ids = [...new Set(this.args.ids)]
    const found = await describeTransactions(await this.cluster(), ids)
    const failed = found.filter((one) => one instanceof KbookError)
    const [first] = failed
    if (first && failed.length === found.length) throw first
    if (first) this.exitCode = EXIT.partial
    const rows = found.map((one, index) =>
      one instanceof KbookError ? {transactionalId: ids[index] ?? '', error: one} : one,
    )
    this.show(rows.map((row) => transactionView(row)).join('\n\n'))
    return rows
  }
}
