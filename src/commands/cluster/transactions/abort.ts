import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../../change-command.js'
import {KbookError} from '../../../lib/errors.js'
import {applyAbort} from '../../../lib/kafka/transactions/apply-abort.js'
import {wholeNumber} from '../../../lib/kafka/transactions/numbers.js'
import {planAbort, type AbortPlan} from '../../../lib/kafka/transactions/plan-abort.js'
import {abortView} from '../../../lib/output/views/hanging.js'

export default class TransactionsAbort extends ChangeCommand<typeof TransactionsAbort> {
  static override summary = 'End a hanging transaction on one partition, so that its readers get on'
  static override description =
    'Writes an abort marker: the records of the transaction are skipped by whoever reads committed ones. ' +
    'Refused unless it is proven to hang: no coordinator has it, and its producer has not written for longer than ' +
    'a transaction may last. ' +
    'Find them with `cluster transactions find-hanging`. There is no way back.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic payments --partition 3 --start-offset 4711',
    '<%= config.bin %> <%= command.id %> --topic payments --partition 3 --producer-id 4000 --dry-run',
  ]
  static override flags = {
    topic: Flags.string({summary: 'Topic of the partition.', required: true, helpValue: 'TOPIC'}),
    partition: Flags.integer({
      summary: 'Partition that is held back.',
      required: true,
      min: 0,
      helpValue: 'N',
    }),
    'start-offset': Flags.string({summary: 'Offset at which the transaction begins.', helpValue: 'OFFSET'}),
    'producer-id': Flags.string({summary: 'Producer whose transaction it is.', helpValue: 'N'}),
  }

  async run(): Promise<ChangeResult<AbortPlan>> {
    const {topic, partition, 'start-offset': start, 'producer-id': producer} = this.flags
    if (start === undefined && producer === undefined) {
      throw new KbookError('BAD_FLAG', 'which transaction? --start-offset or --producer-id tells', {
        hint: 'kbook cluster transactions find-hanging',
      })
    }
    const cluster = await this.cluster()
    const plan = await planAbort(cluster, {
      topic,
      partition,
      ...(start !== undefined && {startOffset: wholeNumber('start-offset', start)}),
      ...(producer !== undefined && {producerId: wholeNumber('producer-id', producer)}),
    })
    return this.change({
      plan,
      preview: abortView(plan),
      question: `Abort this transaction on ${topic}-${partition}?`,
      subject: `abort the transaction of producer ${plan.producerId} on ${topic}-${partition} from ${plan.startOffset}`,
      before: plan,
      apply: (control) => applyAbort(cluster, plan, control),
    })
  }
}
