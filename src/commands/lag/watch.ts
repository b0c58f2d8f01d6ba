import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {groupArgs, interval, intervalFlag, messages, selectionFlags, viewFlags} from '../../lag-flags.js'
import {EXIT} from '../../lib/errors.js'
import type {LagReport} from '../../lib/kafka/lag/report.js'
import {groupSelection, isOverview, needsListing, topicScope} from '../../lib/kafka/lag/selection.js'
import {watchLag, type LagEvent} from '../../lib/kafka/lag/watch.js'
import {LiveScreen} from '../../lib/output/live-screen.js'
import {lagLines, lagRecords, lagScreen, type LagWatchOptions} from '../../lib/output/views/lag-watch.js'

export default class LagWatch extends KafkaCommand<typeof LagWatch> {
  static override summary = 'Follow the lag of consumer groups: growth, time to go, what stands still'
  static override description =
    'Draws again in place on a terminal, appends lines elsewhere, one JSON document a line with --json. ' +
    'Goes on by itself when brokers come back. Ctrl-C ends it with 130.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> deployment-worker',
    '<%= config.bin %> <%= command.id %> --all --interval 10s',
    '<%= config.bin %> <%= command.id %> deployment-worker --json --count 30',
  ]

  static override args = groupArgs
  static override flags = {
    ...selectionFlags,
    ...viewFlags,
    interval: intervalFlag,
    count: Flags.integer({summary: 'End after so many samples.', min: 1, helpValue: 'N'}),
  }

  protected override streaming = true

  async run(): Promise<void> {
    const {flags} = this
    const selection = groupSelection(this.args.groups ?? [], flags.all)
    const intervalMs = interval('interval', flags.interval)
    const minLag = messages('min-lag', flags['min-lag'])
    const scope = topicScope(flags.topic ?? [])
    const signal = this.stopSignal()
    const cluster = await this.cluster()
    const overview = isOverview(selection)
    const show = this.output(cluster.name, {intervalMs, overview, minLag, zero: flags.zero})
    const time = flags.behind || !needsListing(selection)
    for await (const event of watchLag(cluster, selection, {
      intervalMs,
      count: flags.count,
      scope,
      time,
      signal,
    })) {
      show(
        event.kind === 'sample'
          ? {...event, report: event.report.atLeast(minLag, overview ? 'groups' : 'partitions')}
          : event,
      )
    }
    if (signal.aborted) this.exitCode = EXIT.interrupted
  }

  private output(cluster: string, view: LagWatchOptions): (event: LagEvent) => void {
    if (this.wantsJson()) {
      return (event) => lagRecords(event, cluster).forEach((record) => this.emit(record, () => undefined))
    }
    if (!process.stdout.isTTY) return (event) => lagLines(event, view).forEach((line) => this.show(line))
    const screen = new LiveScreen(process.stdout)
    this.onClose(() => screen.close())
    let last: LagReport | undefined
    return (event) => {
      if (event.kind === 'sample') last = event.report
      screen.draw(lagScreen(last, event, view))
    }
  }
}
