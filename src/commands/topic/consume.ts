import {KafkaCommand} from '../../kafka-command.js'
import {onStopSignals} from '../../lib/consumer/service/signals.js'
import {EXIT} from '../../lib/errors.js'
import {consume} from '../../lib/kafka/consume/consume.js'
import {recordTest} from '../../lib/kafka/consume/filter.js'
import {planConsume} from '../../lib/kafka/consume/plan.js'
import {recordFormat} from '../../lib/output/records/formats.js'
import {RecordWriter} from '../../lib/output/records/writer.js'
import {outputWidth} from '../../lib/output/style.js'
import {
  consumeRemarks,
  consumeWarnings,
  lineWidths,
  offsetRange,
} from '../../lib/output/views/record-consume.js'
import {consumeArgs, consumeFlags, consumeRequest, idleMs} from '../../topic-consume-flags.js'

/** That a reader has after Ctrl-C. */
const READER_MS = 3000

export default class TopicConsume extends KafkaCommand<typeof TopicConsume> {
  static override summary = 'Read records of a topic'
  static override description =
    'Ends where the log ended when it began, unless --follow is given. Never joins a group, commits nothing. ' +
    'Each partition comes in its order; --sort time merges them.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --from -10',
    '<%= config.bin %> <%= command.id %> orders --partition 2 --from 503112 --num 1 --format json',
    '<%= config.bin %> <%= command.id %> orders --follow --value /timeout/',
    "<%= config.bin %> <%= command.id %> orders --from 2h --format '%T %p %o %k %v\\n'",
  ]

  static override args = consumeArgs
  static override flags = consumeFlags

  protected override streaming = true
  private readonly stop = new AbortController()
  private readerGone = false

  async run(): Promise<void> {
    const {flags} = this
    const request = consumeRequest(this.args.topic, flags)
    const test = recordTest({key: flags.key, value: flags.value, headers: flags.header})
    const terminal = process.stdout.isTTY
    const format = this.wantsJson() ? 'ndjson' : (flags.format ?? (terminal ? 'table' : 'raw'))
    const options = {format, delimiter: flags.delimiter, terminal}
    recordFormat({...options, widths: lineWidths([], 80)})
    this.onClose(
      onStopSignals({onStop: () => this.interrupt(), onForce: () => process.exit(EXIT.interrupted)}),
    )

    const cluster = await this.cluster()
    const plan = await planConsume(cluster, request)
    for (const warning of consumeWarnings(plan)) this.addWarning(warning)
    const write = recordFormat({...options, widths: lineWidths(plan, outputWidth())})
    const out = new RecordWriter(process.stdout)
    const result = await consume(cluster, plan, {
      ...{committed: request.committed, num: flags.num, byTime: flags.sort === 'time', test},
      ...{idleMs: idleMs(flags['idle-timeout']), signal: this.stop.signal},
      onRecord: (record, at) => write(record, at, out),
      onPause: () => out.ready(),
      onLost: ({topic, partition}, from, to) =>
        this.addWarning(`${topic}[${partition}]: ${from} to ${to} were deleted before they were read`),
      onSkipped: ({topic, partition}, from, to, error) =>
        this.note(`✗ ${topic}[${partition}]: ${offsetRange(from, to)} skipped: ${error.line}`),
      onTrouble: ({topic, partition}, error) =>
        this.note(`${topic}[${partition}]: ${error.line}; trying again`),
    })
    out.flush()
    if (!this.readerGone)
      for (const remark of consumeRemarks(result, plan, this.args.topic)) this.note(remark)
    if (result.skipped > 0 || result.partitions.some(({error}) => error)) this.exitCode = EXIT.partial
    else if (result.ended === 'stopped' && !flags.follow && !this.readerGone) this.exitCode = EXIT.interrupted
  }

  /** What was printed has some time to be read: a reader that stands still must not hold up the end. */
  private interrupt(): void {
    this.stop.abort()
    setTimeout(() => process.exit(this.flags.follow ? EXIT.ok : EXIT.interrupted), READER_MS).unref()
  }

  protected override onReaderGone(): void {
    this.readerGone = true
    this.stop.abort()
  }
}
