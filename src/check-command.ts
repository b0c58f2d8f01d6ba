import type {Command} from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type {Interfaces} from '@oclif/core'
import {KafkaCommand} from './kafka-command.js'
import {KbookError, type ExitCode} from './lib/errors.js'
import type {CheckResult} from './lib/monitor/check-result.js'
import {pluginOutput} from './lib/monitor/plugin-output.js'
import {statusCode, worstStatus} from './lib/monitor/status.js'
import type {DescribedError} from './lib/output/error.js'

type CheckFlags = Interfaces.InferredFlags<(typeof CheckCommand)['baseFlags']>

/** A check for cron and monitoring systems: one status line, and exit code 0, 1, 2 or 3 whatever happens. */
export abstract class CheckCommand<T extends typeof Command> extends KafkaCommand<T> {
  static override baseFlags = {
    ...KafkaCommand.baseFlags,
    textfile: Flags.string({
      summary: "Also write the result for node_exporter's textfile collector.",
      helpValue: 'FILE.prom',
    }),
  }

  // Agents lose patience by themselves after ten seconds.
  protected override readonly usualTimeout: string = '10s'

  protected abstract check(): Promise<CheckResult>

  async run(): Promise<CheckResult> {
    const {textfile} = this.flags as CheckFlags
    if (textfile !== undefined) {
      const {requireTextfileName} = await import('./lib/monitor/textfile.js')
      requireTextfileName(textfile)
    }
    return this.check()
  }

  // Told here, so that a check whose time was up says nothing more when it ends after all. And a file that nobody
  // renews would go on saying that all is well: failures are kept in it, too.
  protected override async work(): Promise<unknown> {
    try {
      const result = await this.kept((await super.work()) as CheckResult)
      this.exitCode = statusCode(result.status)
      this.print(pluginOutput(result))
      return result
    } catch (error) {
      await this.keep({check: this.service, status: 'unknown', perfdata: []}).catch(() => undefined)
      throw error
    }
  }

  protected override failureCode(): ExitCode {
    return statusCode('unknown')
  }

  protected override showFailure({message, hints, stack}: DescribedError): void {
    const [summary = '', ...details] = message.split('\n').map((line) => line.trim())
    const text = {check: this.service, status: 'unknown', perfdata: []} as const
    this.print(pluginOutput({...text, summary, details: [...details, ...hints]}))
    if (stack !== undefined) this.note(stack)
  }

  /** `lag` of `check lag`. */
  private get service(): string {
    return (this.id ?? '').split(':').at(-1) ?? ''
  }

  /** A file that cannot be written is no success; what is wrong with the cluster is told all the same. */
  private async kept(result: CheckResult): Promise<CheckResult> {
    try {
      await this.keep(result)
      return result
    } catch (error) {
      if (!(error instanceof KbookError) || result.status === 'ok') throw error
      const {status, details} = result
      return {...result, status: worstStatus([status, 'unknown']), details: [...details, error.line]}
    }
  }

  private async keep(result: Pick<CheckResult, 'check' | 'status' | 'perfdata'>): Promise<void> {
    const {textfile} = this.flags as CheckFlags
    if (textfile === undefined) return
    const {writeTextfile} = await import('./lib/monitor/textfile.js')
    await writeTextfile(textfile, result)
  }
}
