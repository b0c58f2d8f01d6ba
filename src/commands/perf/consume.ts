import {ChangeCommand} from '../../change-command.js'
import {done, failed, notDone, type ChangeControl, type RowOutcome} from '../../lib/change/outcome.js'
import {EXIT} from '../../lib/errors.js'
import {perfConsume, type PerfConsumeResult} from '../../lib/kafka/perf/consume.js'
import {randomPayload} from '../../lib/kafka/perf/payload.js'
import {perfProduce} from '../../lib/kafka/perf/produce.js'
import {producerProps} from '../../lib/kafka/perf/producer-props.js'
import {withTemporaryTopic} from '../../lib/kafka/perf/temporary-topic.js'
import {consumeWindow, perfConsumeView, rateOf} from '../../lib/output/views/perf.js'
import {intervalMs, perfConsumeFlags, refuseForeign} from '../../perf-flags.js'

export default class PerfConsume extends ChangeCommand<typeof PerfConsume> {
  static override summary = 'Measure how fast a cluster gives records'
  static override description =
    "By the option names of Kafka's own consumer test. Joins no group. Without --topic a temporary one is filled first."

  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders --messages 1000000',
    '<%= config.bin %> <%= command.id %> --messages 1000000 --record-size 500',
  ]

  static override flags = perfConsumeFlags

  private result: PerfConsumeResult | undefined

  async run(): Promise<unknown> {
    const {topic} = this.flags
    refuseForeign(this.flags)
    const words = `${this.flags.messages} records to a temporary topic`
    let id: string | undefined
    if (topic === undefined) {
      ;({id} = await this.change({
        plan: {topic: null, records: this.flags.messages},
        preview: this.flags['dry-run'] ? `would send ${words}, and read them` : '',
        question: `Send ${words}?`,
        subject: `performance test: ${words}`,
        intended: true,
        view: () => this.words('a temporary topic'),
        apply: (control) => this.temporary(control),
      }))
    } else {
      const signal = this.stopSignal()
      await this.measure(topic, signal)
      this.show(this.words(topic))
      if (this.result?.ended === 'stopped') this.exitCode = EXIT.interrupted
      if (this.result?.partitions.some(({error}) => error)) this.exitCode = EXIT.partial
    }
    return {topic: topic ?? null, ...(this.result && {...this.result, ...rateOf(this.result)}), id}
  }

  private async temporary({signal}: ChangeControl): Promise<RowOutcome[]> {
    const {messages, partitions, 'replication-factor': replicas, 'record-size': size = 500} = this.flags
    const producer = producerProps(this.flags['producer-props'] ?? [])
    const cluster = await this.cluster()
    return withTemporaryTopic(cluster, {partitions, replicas}, async (topic) => {
      const fill = {
        topic,
        records: messages,
        payload: randomPayload(size),
        throughput: undefined,
        producer,
        intervalMs: 60_000,
      }
      const {error} = await perfProduce(cluster, fill, {signal, onWindow: () => undefined})
      if (error) return [failed(topic, error)]
      await this.measure(topic, signal)
      return [signal.aborted ? notDone(topic) : done(topic)]
    })
  }

  private async measure(topic: string, signal: AbortSignal): Promise<void> {
    const {messages, 'fetch-size': fetchBytes, 'from-latest': fromLatest} = this.flags
    const timeoutMs = intervalMs('timeout', this.flags.timeout ?? '10s')
    const everyMs = intervalMs('reporting-interval', this.flags['reporting-interval'])
    const request = {topic, messages, fetchBytes, fromLatest, timeoutMs, intervalMs: everyMs}
    const onWindow = (window: Parameters<typeof consumeWindow>[0]): void => this.note(consumeWindow(window))
    this.result = await perfConsume(await this.cluster(), request, {signal, onWindow})
  }

  private words(topic: string): string {
    const {messages, timeout = ''} = this.flags
    return this.result ? perfConsumeView(this.result, topic, {messages, timeout}) : ''
  }
}
