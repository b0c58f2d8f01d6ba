import * as Flags from '@oclif/core/flags'
import {ChangeCommand} from '../change-command.js'
import {checksOf, lagLimitFlag, lagLimitOf, onlyFlag} from '../health-flags.js'
import {interval} from '../lag-flags.js'
import {onStopSignals} from '../lib/consumer/service/signals.js'
import {EXIT} from '../lib/errors.js'
import {isUnhealthy, readHealth} from '../lib/kafka/health/report.js'
import type {HealthReport} from '../lib/kafka/health/types.js'
import {sampled, type Sampled} from '../lib/kafka/sampled.js'
import {LiveScreen} from '../lib/output/live-screen.js'
import {healthLines, healthRecords, healthScreen} from '../lib/output/views/health-watch.js'
import {healthView} from '../lib/output/views/health.js'

export default class Health extends ChangeCommand<typeof Health> {
  static override summary = 'Tell what is wrong with a cluster, worst first, and what to do next'
  static override description =
    'Ends with 3 when something is critical or a warning, or when something could not be read: what is unknown is ' +
    'never healthy. With 4 when no broker answers.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --only partitions,min-isr,replication --json',
    '<%= config.bin %> <%= command.id %> --lag-limit deployment-worker=500:1000 --fail-on critical',
    '<%= config.bin %> <%= command.id %> --watch',
  ]

  static override flags = {
    only: onlyFlag,
    all: Flags.boolean({char: 'a', summary: 'Also what is fine, and all the evidence.'}),
    'fail-on': Flags.option({
      summary: 'Least level that ends with 3. What is unknown always does.',
      options: ['warning', 'critical'] as const,
      default: 'warning' as const,
    })(),
    'lag-limit': lagLimitFlag,
    watch: Flags.boolean({char: 'w', summary: 'Look again and again until Ctrl-C.'}),
    interval: Flags.string({
      summary: 'Time from one look to the next, 5s without it.',
      helpValue: 'DURATION',
      dependsOn: ['watch'],
    }),
    count: Flags.integer({summary: 'End after so many looks.', min: 1, helpValue: 'N', dependsOn: ['watch']}),
  }

  async run(): Promise<HealthReport | undefined> {
    const {flags} = this
    this.streaming = flags.watch
    const options = {lagLimit: lagLimitOf(flags['lag-limit']), checks: checksOf(flags.only)}
    const cluster = await this.cluster()
    const read = (): Promise<HealthReport> => readHealth(cluster, options)
    if (flags.watch) return this.follow(read)
    const report = await read()
    this.judge(report)
    this.show(healthView(report, {all: flags.all}))
    return report
  }

  private async follow(read: () => Promise<HealthReport>): Promise<undefined> {
    const intervalMs = interval('interval', this.flags.interval ?? '5s')
    const stop = new AbortController()
    this.onClose(onStopSignals({onStop: () => stop.abort(), onForce: () => process.exit(EXIT.interrupted)}))
    const draw = this.output(intervalMs)
    for await (const event of sampled(read, {intervalMs, count: this.flags.count, signal: stop.signal})) {
      if (event.kind === 'sample') this.judge(event.value)
      draw(event)
    }
    if (stop.signal.aborted) this.exitCode = EXIT.interrupted
  }

  private output(intervalMs: number): (event: Sampled<HealthReport>) => void {
    if (this.wantsJson())
      return (event) => healthRecords(event).forEach((one) => this.emit(one, () => undefined))
    if (!process.stdout.isTTY) return (event) => healthLines(event).forEach((line) => this.show(line))
    const screen = new LiveScreen(process.stdout)
    this.onClose(() => screen.close())
    let last: HealthReport | undefined
    return (event) => {
      if (event.kind === 'sample') last = event.value
      screen.draw(healthScreen(last, event, {intervalMs, all: this.flags.all}))
    }
  }

  private judge({status}: HealthReport): void {
    this.exitCode = isUnhealthy(status, this.flags['fail-on']) ? EXIT.checkFailed : EXIT.ok
  }
}
