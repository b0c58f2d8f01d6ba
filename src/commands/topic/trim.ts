import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {applyTrim, planTrim, type TrimPlan} from '../../lib/kafka/topics/trim.js'
import {plural} from '../../lib/output/format.js'
import {topicTrimView} from '../../lib/output/views/topic-trim.js'
import {allowInternalFlag, partitionArgs, trimTarget} from '../../topic-flags.js'

export default class TopicTrim extends ChangeCommand<typeof TopicTrim> {
  static override summary = 'Delete the oldest messages of topics, up to an offset, a time or the end'
  static override description =
    'There is no undo. Groups that have not read what goes are named first. Topics that are compacted only are ' +
    'refused: Kafka deletes nothing of them.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> audit_events --to-timestamp 7d',
    '<%= config.bin %> <%= command.id %> audit_events:0 --to-offset 120331 --dry-run',
    '<%= config.bin %> <%= command.id %> tmp_events --to end',
  ]

  static override args = partitionArgs
  static override flags = {
    to: Flags.string({summary: 'Everything: end (or latest).', helpValue: 'end'}),
    'to-offset': Flags.string({summary: 'Messages before this offset.', helpValue: 'N'}),
    'to-timestamp': Flags.string({
      summary:
        'Messages before the first that was written at this time or later: 2026-01-31T14:00, or 7d ago.',
      helpValue: 'T',
    }),
    'allow-internal': allowInternalFlag,
  }

  async run(): Promise<ChangeResult<TrimPlan>> {
    const words = this.args.topics ?? []
    const to = trimTarget(this.flags)
    const cluster = await this.cluster()
    const plan = await planTrim(cluster, {words, to, allowInternal: this.flags['allow-internal']})
    const rows = plan.rows.filter(({deletes}) => deletes > 0n)
    const total = rows.reduce((sum, {deletes}) => sum + deletes, 0n)
    return this.change({
      plan,
      preview: topicTrimView(plan),
      question: `Delete ${plural(total, 'message')} for ever?`,
      empty: rows.length === 0,
      subject: `${plural(total, 'message')} of ${[...new Set(rows.map(({topic}) => topic))].join(', ')}`,
      before: rows.map(({topic, partition, start}) => ({topic, partition, start})),
      after: rows.map(({topic, partition, target}) => ({topic, partition, start: target})),
      apply: (control) => applyTrim(cluster, plan, control),
    })
  }
}
