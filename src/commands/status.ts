import {KafkaCommand} from '../kafka-command.js'
import type {KafkaConnection} from '../lib/config/connection.js'
import {EXIT} from '../lib/errors.js'
import {readStatus} from '../lib/status/read.js'
import type {StatusReport} from '../lib/status/types.js'
import {statusView} from '../lib/output/views/status.js'

/** So that there is a screen within seconds, also when brokers hang. `--request-timeout` allows more or less. */
const REQUEST_MS = 3000
const PART_MS = 5000

const isMissingGroups = (lag: StatusReport['lag']): boolean =>
  'value' in lag && lag.value.unanswered.length > 0

export default class Status extends KafkaCommand<typeof Status> {
  static override summary = 'Show one screen about a cluster: brokers, health, worst lag, latest changes'
  static override description =
    'Answers within seconds, also while brokers are down: a part that cannot be read says so, and the command ends ' +
    'with 6; with 4 when no broker answers. It does not judge: kbook health ends with 3 for what is wrong.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<StatusReport> {
    const limitMs = this.flags['request-timeout'] === undefined ? PART_MS : undefined
    const report = await readStatus(await this.cluster(), {limitMs})
    const {overview, health, lag, changes} = report
    if ('error' in health) this.exitCode = EXIT.unreachable
    else if ([overview, lag, changes].some((part) => 'error' in part) || isMissingGroups(lag))
      this.exitCode = EXIT.partial
    if ('error' in health) this.failure = health.error
    this.show(statusView(report))
    return report
  }

  protected override async connection(): Promise<KafkaConnection> {
    const connection = await super.connection()
    if (this.flags['request-timeout'] !== undefined) return connection
    const {requestTimeoutMs, connectTimeoutMs} = connection
    return {
      ...connection,
      requestTimeoutMs: Math.min(requestTimeoutMs, REQUEST_MS),
      connectTimeoutMs: Math.min(connectTimeoutMs, REQUEST_MS),
    }
  }
}
