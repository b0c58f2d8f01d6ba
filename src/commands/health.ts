import {ChangeCommand, type ChangeResult} from '../change-command.js'
import {healthExit, healthFlags, healthOptions} from '../health-flags.js'
import {interval} from '../lag-flags.js'
import {EXIT} from '../lib/errors.js'
import {planCanary} from '../lib/kafka/canary/plan.js'
import {runCanary} from '../lib/kafka/canary/run.js'
import type {CanaryPlan} from '../lib/kafka/canary/types.js'
import {readHealth} from '../lib/kafka/health/report.js'
import {judgeCanary} from '../lib/kafka/health/rules/canary.js'
import type {Finding, HealthReport} from '../lib/kafka/health/types.js'
import {sampled, type Sampled} from '../lib/kafka/sampled.js'
import {isOutage} from '../lib/kafka/transport-error.js'
import {LiveScreen} from '../lib/output/live-screen.js'
import {canaryView} from '../lib/output/views/canary.js'
import {healthLines, healthRecords, healthScreen} from '../lib/output/views/health-watch.js'
import {healthView} from '../lib/output/views/health.js'

export default class Health extends ChangeCommand<typeof Health> {
  static override summary = 'Tell what is wrong with a cluster, worst first, and what to do next'
  static override description =
    'Ends with 3 when something is critical or a warning, or could not be read: what is unknown is never healthy. ' +
    'With 4 when no broker answers. Changes nothing, except for --canary, to which --yes and --dry-run belong.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --lag-limit deployment-worker=500:1000 --fail-on critical',
    '<%= config.bin %> <%= command.id %> --watch --only partitions,min-isr,replication',
  ]

  static override flags = healthFlags

  async run(): Promise<HealthReport | ChangeResult<CanaryPlan> | undefined> {
    const {flags} = this
    this.streaming = flags.watch
    const options = healthOptions(flags)
    const cluster = await this.cluster()
    if (flags.watch) return this.follow(() => readHealth(cluster, options))
    const more: Finding[] = []
    const tried = flags.canary ? await this.canary(more) : undefined
    if (tried?.applied === false) return tried
    const report = await readHealth(cluster, {...options, more})
    this.exitCode = healthExit(report, flags)
    this.show(healthView(report, flags))
    return report
  }

  private async canary(findings: Finding[]): Promise<ChangeResult<CanaryPlan>> {
    const cluster = await this.cluster()
    const plan = await planCanary(cluster)
    return this.change({
      ...{plan, preview: canaryView(plan), question: 'Write these records?'},
      subject: `canary through topic ${plan.topic}`,
      apply: async (control) => {
        const {rows, result} = await runCanary(cluster, plan, control)
        findings.push(...judgeCanary(result))
        return rows
      },
    })
  }

  private async follow(read: () => Promise<HealthReport>): Promise<undefined> {
    const intervalMs = interval('interval', this.flags.interval ?? '5s')
    const signal = this.stopSignal()
    const draw = this.output(intervalMs)
    const options = {intervalMs, count: this.flags.count, signal, mayPass: isOutage}
    for await (const event of sampled(read, options)) {
      if (event.kind === 'sample') this.exitCode = healthExit(event.value, this.flags)
      if (event.kind === 'failed') this.exitCode = event.error.exitCode
      draw(event)
    }
    if (signal.aborted) this.exitCode = EXIT.interrupted
  }

  private output(intervalMs: number): (event: Sampled<HealthReport>) => void {
    if (this.wantsJson()) return (event) => healthRecords(event).forEach((one) => this.emit(one, () => ''))
    if (!process.stdout.isTTY) return (event) => healthLines(event).forEach((line) => this.show(line))
    const screen = new LiveScreen(process.stdout)
    this.onClose(() => screen.close())
    let last: HealthReport | undefined
    return (event) => {
      if (event.kind === 'sample') last = event.value
      screen.draw(healthScreen(last, event, {...this.flags, intervalMs}))
    }
  }
}
