import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../../kafka-command.js'
import {EXIT} from '../../../lib/errors.js'
import {listTransactions} from '../../../lib/kafka/transactions/list.js'
import {wholeNumber} from '../../../lib/kafka/transactions/numbers.js'
import {TRANSACTION_STATES, type TransactionListing} from '../../../lib/kafka/transactions/types.js'
import {transactionsView} from '../../../lib/output/views/transactions.js'

export default class TransactionsList extends KafkaCommand<typeof TransactionsList> {
  static override summary = 'List the transactions that the coordinators know'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --state Ongoing',
    '<%= config.bin %> <%= command.id %> --producer-id 4000 --json',
  ]
  static override flags = {
    state: Flags.string({
      summary: 'Only transactions in this state. Repeatable.',
      options: [...TRANSACTION_STATES],
      multiple: true,
      multipleNonGreedy: true,
    }),
    'producer-id': Flags.string({
      summary: 'Only those of this producer. Repeatable.',
      helpValue: 'N',
      multiple: true,
      multipleNonGreedy: true,
    }),
  }

  async run(): Promise<TransactionListing> {
    const {flags} = this
    const listing = await listTransactions(await this.cluster(), {
      states: flags.state ?? [],
      producerIds: (flags['producer-id'] ?? []).map((text) => wholeNumber('producer-id', text)),
    })
    if (listing.failed.length > 0) this.exitCode = EXIT.partial
    this.show(transactionsView(listing))
    return listing
  }
}
