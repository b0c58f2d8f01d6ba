import {ChangeCommand} from '../../change-command.js'
import {done, notDone, type RowOutcome} from '../../lib/change/outcome.js'
import {KbookError} from '../../lib/errors.js'
import type {ProduceResult, Sent} from '../../lib/kafka/producer/produce-input.js'
import {compressor} from '../../lib/kafka/records/compress.js'
import {count, plural} from '../../lib/output/format.js'
import {ProgressLine} from '../../lib/output/progress-line.js'
import {produceProgress, produceView, unknownLines} from '../../lib/output/views/record-produce.js'
import {readInput, requireInput} from '../../read-input.js'
import {lineParser, produceArgs, produceFlags, producerOptions} from '../../record-flags.js'
import {allowInternalFlag} from '../../topic-flags.js'

export default class TopicProduce extends ChangeCommand<typeof TopicProduce> {
  static override summary = 'Write records to a topic, from stdin or a file'
  static override description =
    "A record a line. Keys choose the partition as Kafka's own clients do. Idempotent: a retry neither loses nor " +
    'repeats a record. The input is the intention: nothing is asked, except on a protected cluster (--confirm).'

  static override examples = [
    'echo hello | <%= config.bin %> <%= command.id %> orders',
    '<%= config.bin %> <%= command.id %> orders --file orders.txt --key-separator : --compression lz4',
    '<%= config.bin %> topic consume orders --format ndjson | <%= config.bin %> <%= command.id %> orders-copy --format ndjson',
    'echo order-17: | <%= config.bin %> <%= command.id %> orders --key-separator : --null-value ""',
  ]

  static override args = produceArgs
  static override flags = {...produceFlags, 'allow-internal': allowInternalFlag}

  async run(): Promise<unknown> {
    const {flags} = this
    const {topic} = this.args
    const parse = lineParser(flags)
    await Promise.all([requireInput(flags.file), compressor(flags.compression)])
    const cluster = await this.cluster()
    const {produceInput, countInput} = await import('../../lib/kafka/producer/produce-input.js')
    const {writableTopic} = await import('../../lib/kafka/producer/writable-topic.js')
    const {internal} = await writableTopic(cluster, topic)
    if (internal && !flags['allow-internal']) throw refusedInternal(topic)
    if (flags['dry-run']) {
      const counted = await countInput(cluster, {topic, parse}, readInput(flags.file))
      this.show(
        `would write ${plural(counted.records, 'record')} (${count(counted.bytes)} bytes) to ${topic}`,
      )
      return {...counted, applied: false}
    }
    let result: ProduceResult | undefined
    const abandon = new AbortController()
    const {id} = await this.change({
      plan: {topic},
      preview: '',
      question: `Write to ${topic}?`,
      subject: `records for topic ${topic}`,
      intended: true,
      view: () => (result ? produceView(result) : ''),
      hurry: () => abandon.abort(),
      apply: async ({signal}) => {
        const producer = {
          ...producerOptions(flags),
          onTrouble: (error: KbookError) => this.note(`retrying: ${error.line}`),
        }
        const line = new ProgressLine(process.stderr)
        const onProgress = (sent: Sent): void => line.say(() => produceProgress(sent))
        const control = {signal, abandon: abandon.signal, ...(process.stderr.isTTY && {onProgress})}
        result = await produceInput(cluster, {topic, parse, producer}, readInput(flags.file, signal), control)
        line.clear()
        return rowsOf(result)
      },
    })
    return {...result, applied: true, id}
  }
}

function rowsOf({topic, partitions, error, interrupted, unknown}: ProduceResult): RowOutcome[] {
  const rows = partitions.map(({partition, records}) =>
    done(`${topic}-${partition}: ${plural(records, 'record')}`),
  )
  if (unknown) rows.push({subject: `${topic}: ${unknownLines(unknown)}`, status: 'unknown', error})
  if (error) rows.push({subject: `${topic}: the rest of the input`, status: 'failed', error})
  if (interrupted) rows.push(notDone(`${topic}: the rest of the input`))
  return rows
}

const refusedInternal = (topic: string): KbookError =>
  new KbookError('REFUSED', `${topic} is Kafka's own: nothing was written`, {
    hint: 'A wrong record there can stop the cluster. --allow-internal writes all the same.',
  })
