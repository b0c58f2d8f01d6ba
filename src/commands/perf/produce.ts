import {readFile} from 'node:fs/promises'
import {ChangeCommand} from '../../change-command.js'
import {done, failed, notDone} from '../../lib/change/outcome.js'
import {KbookError} from '../../lib/errors.js'
import {linePayload, numberPayload, randomPayload, type Payload} from '../../lib/kafka/perf/payload.js'
import {perfProduce, type PerfProduced} from '../../lib/kafka/perf/produce.js'
import {producerProps} from '../../lib/kafka/perf/producer-props.js'
import {withTemporaryTopic} from '../../lib/kafka/perf/temporary-topic.js'
import {metricsView, perfProduceView, produceWindow, rateOf} from '../../lib/output/views/perf.js'
import {intervalMs, perfProduceFlags, refuseForeign} from '../../perf-flags.js'
import {requireInput} from '../../read-input.js'

export default class PerfProduce extends ChangeCommand<typeof PerfProduce> {
  static override summary = 'Measure how fast a cluster takes records'
  static override description =
    "By the option names of Kafka's own producer test. Times are from the append of a record to its acknowledgement."

  static override examples = [
    '<%= config.bin %> <%= command.id %> --num-records 1000000 --record-size 500',
    '<%= config.bin %> <%= command.id %> --num-records 60000 --throughput 1000 --producer-props acks=1',
  ]

  static override flags = perfProduceFlags

  async run(): Promise<unknown> {
    const {flags} = this
    refuseForeign(flags)
    const producer = producerProps(flags['producer-props'] ?? [])
    const interval = intervalMs('reporting-interval', flags['reporting-interval'])
    if (flags.throughput === 0)
      throw new KbookError('BAD_FLAG', '--throughput 0 would never end; -1 is no limit')
    const payload = await this.payload()
    const cluster = await this.cluster()
    const shape = {partitions: flags.partitions, replicas: flags['replication-factor']}
    const topic = flags.topic ?? 'a temporary topic'
    const words = `${flags['num-records']} records to ${topic}`
    let result: PerfProduced | undefined
    const {id, applied} = await this.change({
      plan: {topic: flags.topic ?? null, records: flags['num-records']},
      preview: flags['dry-run'] ? `would send ${words}` : '',
      question: `Send ${words}?`,
      subject: `performance test: ${words}`,
      intended: true,
      view: () => (result ? this.words(result, topic) : ''),
      apply: async ({signal}) => {
        const test = (name: string): Promise<PerfProduced> =>
          perfProduce(
            cluster,
            {
              topic: name,
              records: flags['num-records'],
              payload,
              producer,
              intervalMs: interval,
              throughput: flags.throughput < 0 ? undefined : flags.throughput,
            },
            {signal, onWindow: (window) => this.note(produceWindow(window))},
          )
        result = await (flags.topic === undefined
          ? withTemporaryTopic(cluster, shape, test)
          : test(flags.topic))
        return [
          result.error ? failed(topic, result.error) : result.interrupted ? notDone(topic) : done(topic),
        ]
      },
    })
    return {topic: flags.topic ?? null, applied, ...(result && {...result, ...rateOf(result)}), id}
  }

  private words(result: PerfProduced, topic: string): string {
    const lines = [perfProduceView(result, topic)]
    if (this.flags['print-metrics']) lines.push(metricsView(result))
    if (result.error) lines.push(`  ended by ${result.error.line}`)
    return lines.join('\n')
  }

  private async payload(): Promise<Payload> {
    const {'payload-file': file, 'payload-monotonic': monotonic, 'payload-delimiter': delimiter} = this.flags
    if (monotonic) return numberPayload
    if (file === undefined) return randomPayload(this.flags['record-size'] ?? 500)
    await requireInput(file)
    return linePayload(await readFile(file), delimiter.replace('\\n', '\n'))
  }
}
