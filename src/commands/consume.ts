import {consumeFlags, consumeRequest} from '../consume-flags.js'
import {KafkaCommand} from '../kafka-command.js'
import {loadConsumerConfig} from '../lib/consumer/config/load.js'
import type {ConsumerConfig} from '../lib/consumer/config/types.js'
import type {IncidentConsumer} from '../lib/consumer/engine/consumer.js'
import {planConsume, type ConsumePlan} from '../lib/consumer/service/plan.js'
import {runService} from '../lib/consumer/service/run.js'
import {createTally} from '../lib/consumer/service/tally.js'
import type {ServiceEvent} from '../lib/consumer/service/events.js'
import {EXIT} from '../lib/errors.js'
import {eventJson, jsonLog, textLog} from '../lib/output/views/consume-log.js'
import {summaryView} from '../lib/output/views/consume-summary.js'
import {VERSION} from '../version.js'

export default class Consume extends KafkaCommand<typeof Consume> {
  static override summary = 'Watch a stream of incidents and run the action that each one calls for, once'
  static override description = `Reads incidents from Kafka or from a file, claims each matching action durably before it runs, and never starts one twice that its history knows. The log goes to stderr, the closing report to stdout; with --json stdout carries one event a line.

SIGTERM, Ctrl-C or a closed terminal stops the intake, lets running actions end within --grace and exits 0; a second SIGTERM or Ctrl-C ends them at once (130). A run that ends by itself (--once, --max-messages, a file) exits 6 when an action failed or its end is not known.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --config oozie-config.yaml --actions actions.yaml',
    '<%= config.bin %> <%= command.id %> --config oozie-config.yaml --once --dry-run --why --from 2h',
    '<%= config.bin %> <%= command.id %> --config demo.yaml --file incidents.jsonl',
    '<%= config.bin %> <%= command.id %> --config oozie-config.yaml --listen 8080 --log json',
  ]
  static override flags = consumeFlags
  protected override streaming = true
  private readonly readerGone = new AbortController()

  async run(): Promise<void> {
    const {config: file, actions, name, inspect} = this.flags
    if (inspect) (await import('node:inspector')).open(undefined, '127.0.0.1')
    const loaded = await loadConsumerConfig({file, actionsFile: actions})
    const config = name === undefined ? loaded : {...loaded, name}
    const plan = await planConsume(consumeRequest(this.flags), config)
    const tally = createTally()
    const log = this.logger(plan)
    const summary = await runService({
      ...plan.service,
      readerGone: this.readerGone.signal,
      create: () => this.create(plan),
      onEvent: (event) => {
        tally.add(event)
        log(event)
      },
    })
    if (!summary) return
    if (this.flags.log !== 'json' && !this.flags.json) this.note('')
    this.show(summaryView(summary, tally.value()))
    const {failed, unknown} = tally.value()
    const ended = summary.reason === 'end-of-input' || summary.reason === 'max-messages'
    if (ended && failed.length + unknown.length > 0) this.exitCode = EXIT.partial
  }

  /** What runs is drained first: actions must not be left behind. */
  protected override onReaderGone(): void {
    this.readerGone.abort()
  }

  /** The connection comes last: its certificates may be among the files that were awaited. */
  private async create({source, consumer}: ConsumePlan): Promise<IncidentConsumer> {
    const {createIncidentConsumer} = await import('../lib/consumer/engine/consumer.js')
    if (source.kind === 'file') return createIncidentConsumer({...consumer, source, version: VERSION})
    this.nameCluster(consumer.config)
    const connection = await this.connection()
    return createIncidentConsumer({...consumer, source: {...source, connection}, version: VERSION})
  }

  /** The configuration's cluster comes after the command line and the environment, before the current profile. */
  private nameCluster({profile, kafka}: ConsumerConfig): void {
    const {profile: byFlag, brokers} = this.flags
    if (byFlag ?? brokers ?? process.env['KBOOK_PROFILE'] ?? process.env['KBOOK_BROKERS']) return
    this.flags.profile = profile
    this.flags.brokers = kafka?.brokers?.join(',')
  }

  /** The log on stderr, and the events as lines of JSON on stdout where `--json` asks for them. */
  private logger({source, consumer}: ConsumePlan): (event: ServiceEvent) => void {
    const {json, verbose, log = json ? undefined : 'text'} = this.flags
    const options = {source: source.kind, dryRun: consumer.mode === 'dry-run', verbose}
    const format = log && {text: textLog, json: jsonLog}[log](options)
    return (event) => {
      const line = format?.(event)
      if (line !== undefined) this.note(line)
      if (json) this.emit(eventJson(event), () => undefined)
    }
  }
}
