import {Command} from '@oclif/core/command'
import {CLIError, ExitError} from '@oclif/core/errors'
import * as Flags from '@oclif/core/flags'
import type {Interfaces} from '@oclif/core'
import {errorToJson, describeError, renderError, type DescribedError} from './lib/output/error.js'
import {EXIT, KbookError, type ExitCode} from './lib/errors.js'
import {toJson} from './lib/output/json.js'
import {paintStderr} from './lib/output/style.js'

/** A command's own flags and those of the class that it extends. */
export type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof BaseCommand)['baseFlags'] & T['baseFlags'] & T['flags']
>
export type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>

// oclif takes a missing argument from a pipe: `kbook … < file` in a script would act on the file's first words.
const withoutStdin = <A extends object>(arg: A): A => ({...arg, ignoreStdin: true})

/**
 * What every verb shares. A command parses, makes one call into the library, returns its result and shows
 * a view of it; this class prints the `--json` envelope, the warnings and the errors, keeps the exit codes,
 * and closes what was opened.
 */
export abstract class BaseCommand<T extends typeof Command> extends Command {
  static override baseFlags = {
    json: Flags.boolean({summary: 'Print one JSON document instead of text.', helpGroup: 'GLOBAL'}),
    verbose: Flags.boolean({
      summary: 'Say on stderr what is being asked of the servers.',
      helpGroup: 'GLOBAL',
    }),
    'no-color': Flags.boolean({summary: 'No colours (NO_COLOR works too).', helpGroup: 'GLOBAL'}),
  }

  protected flags!: FlagsOf<T>
  protected args!: ArgsOf<T>
  /** Set by a command whose result is complete but not good: 3 for a check that failed, 6 for partial failure. */
  protected exitCode: ExitCode = EXIT.ok
  /** Why there is only part of a result, or an empty one: told beside it under `--json`. */
  protected failure: KbookError | undefined
  /** A stream prints its own NDJSON lines and gets no envelope. */
  protected streaming = false
  private readonly warnings: string[] = []
  private readonly closers: (() => Promise<void> | void)[] = []

  // Without oclif's own init: it loads the whole help to look for deprecations, 25 ms at each start.
  override async init(): Promise<void> {
    const ctor = this.ctor as unknown as T
    const {args, flags} = await this.parse({
      flags: ctor.flags,
      baseFlags: (ctor as unknown as typeof BaseCommand).baseFlags,
      args: Object.fromEntries(Object.entries(ctor.args).map(([name, arg]) => [name, withoutStdin(arg)])),
      strict: ctor.strict,
    } as Interfaces.Input<FlagsOf<T>, FlagsOf<T>, ArgsOf<T>>).catch((error: unknown) => {
      // Whatever is wrong while the line is parsed is the line's fault: oclif throws plain errors for some.
      if (error instanceof KbookError || error instanceof CLIError) throw error
      throw new CLIError(error instanceof Error ? error.message : String(error))
    })
    this.flags = flags
    this.args = args
  }

  /** The result for people. Prints nothing under `--json`. */
  protected show(text: string): void {
    this.print(this.advice(text))
  }

  /** The same for what is data from the first byte to the last, such as CSV. */
  protected print(text: string): void {
    if (!this.wantsJson()) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  /** One line of a stream: NDJSON under `--json`, otherwise the text. */
  protected emit(value: unknown, text: () => string | undefined): void {
    const line = this.wantsJson() ? toJson(value) : text()
    if (line !== undefined) process.stdout.write(`${line}\n`)
  }

  /** Progress and explanations, on stderr, so that stdout carries the result only. */
  protected note(text: string): void {
    process.stderr.write(`${this.advice(text)}\n`)
  }

  /** A seam: commands that a text advises are completed here. */
  protected advice(text: string): string {
    return text
  }

  /** Something that the reader must know beside the result, said once; also in the envelope. */
  protected addWarning(message: string): void {
    if (this.warnings.includes(message)) return
    this.warnings.push(message)
    if (!this.wantsJson() || this.streaming) this.note(`${paintStderr().yellow('!')} ${message}`)
  }

  /** Runs when the command ends, however it ends; last opened is closed first. */
  protected onClose(close: () => Promise<void> | void): void {
    this.closers.push(close)
  }

  /** True before the flags are parsed too, so that a bad flag is answered in the format that was asked for. */
  protected wantsJson(): boolean {
    const end = this.argv.indexOf('--')
    return (end < 0 ? this.argv : this.argv.slice(0, end)).includes('--json')
  }

  protected override async _run<R>(): Promise<R> {
    let result: R
    process.stdout.on('error', this.whenOutputIsLost)
    try {
      await this.init()
      result = (await this.work()) as R
    } catch (error) {
      if (error instanceof ExitError) throw error
      return this.fail(error)
    } finally {
      await this.closeAll()
    }
    if (this.wantsJson() && !this.streaming) {
      const ok = this.exitCode === EXIT.ok
      const error = this.failure && {error: errorToJson(this.described(this.failure))}
      const envelope = {ok, result: result ?? null, ...error, warnings: this.warnings}
      process.stdout.write(`${toJson(envelope, 2)}\n`)
    }
    if (this.exitCode !== EXIT.ok) throw new ExitError(this.exitCode)
    return result
  }

  /** Runs the command. A seam for what must stand around each one, such as a time-out. */
  protected work(): Promise<unknown> {
    return this.run()
  }

  /** Told when stdout can be written no more (`… | head -1`, a full disk) while a stream still has lines to come. */
  protected onReaderGone(): void {
    process.kill(process.pid, 'SIGTERM')
  }

  /** What a failure ends with. */
  protected failureCode(error: DescribedError): ExitCode {
    return error.exitCode
  }

  /** A failure for people; with `failureCode` the seam for commands that monitoring systems run. */
  protected showFailure(error: DescribedError): void {
    this.note(renderError(error))
  }

  // A command that ends by itself goes on: what it changes is not left half done. A stream would have no end, be it
  // that nobody reads or that the disk is full; the latter is told when the program ends.
  private readonly whenOutputIsLost = (): void => {
    if (this.streaming) this.onReaderGone()
  }

  private fail(error: unknown): never {
    const described = this.described(error)
    if (this.wantsJson()) {
      const envelope = {ok: false, error: errorToJson(described), warnings: this.warnings}
      process.stdout.write(`${toJson(envelope, this.streaming ? undefined : 2)}\n`)
      if (described.stack) this.note(described.stack)
    } else {
      this.showFailure(described)
    }
    throw new ExitError(described.exitCode)
  }

  private described(error: unknown): DescribedError {
    const plain = describeError(error, {cliError: error instanceof CLIError, command: this.id ?? ''})
    const hints = plain.hints.map((hint) => this.advice(hint))
    return {...plain, hints, exitCode: this.failureCode(plain)}
  }

  private async closeAll(): Promise<void> {
    process.stdout.off('error', this.whenOutputIsLost)
    for (const close of this.closers.splice(0).reverse()) {
      try {
        await close()
      } catch {
        // The result stands; a connection that cannot be closed any more does not change it.
      }
    }
  }
}
