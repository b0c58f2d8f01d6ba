import type {Command} from '@oclif/core/command'
import type {Interfaces} from '@oclif/core'
import {clusterChangeFlags, confirmChange} from './confirm.js'
import {KafkaCommand} from './kafka-command.js'
import type {ChangeOutcome} from './lib/change/audit-entry.js'
import {newChangeId, noteBegin, noteEnd} from './lib/change/audit-log.js'
import {exitCodeOf, outcomeOf, type Ended} from './lib/change/ended.js'
import {guardOf, type Guard} from './lib/change/guard.js'
import type {ChangeControl, RowOutcome} from './lib/change/outcome.js'
import {settleUndo, type NarrowUndo} from './lib/change/settle-undo.js'
import {dropUndo, saveUndo, type UndoEntry, type UndoKind} from './lib/change/undo-store.js'
import {onStopSignals} from './lib/consumer/service/signals.js'
import {EXIT, KbookError} from './lib/errors.js'
import {ProgressLine} from './lib/output/progress-line.js'
import {outcomeView} from './lib/output/views/change.js'

type ChangeFlags = Interfaces.InferredFlags<(typeof ChangeCommand)['baseFlags']>

/** A change to a cluster, planned and not yet made. */
export interface PlannedChange<Plan> {
  /** What `--json` prints. */
  readonly plan: Plan
  /** The plan for people. */
  readonly preview: string
  /** Such as `Reset 12 offsets of group "g"?` */
  readonly question: string
  /** Nothing would change: nothing is asked then, and nothing noted down. */
  readonly empty?: boolean
  /** One line about what it acts on, for the audit log. */
  readonly subject: string
  readonly before?: unknown
  readonly after?: unknown
  /** What the verb that puts it back needs. */
  readonly undo?: {
    readonly kind: UndoKind
    readonly data: unknown
    /** The change that this one takes back. */
    readonly undoes?: string
    /** Without it all is kept as soon as one row may be done. */
    readonly narrow?: NarrowUndo
  }
  /** What is done is what was typed or fed in, such as records: only a protected cluster asks. */
  readonly intended?: boolean
  /** The command that tells how far it is, where the cluster goes on with it by itself. */
  readonly follow?: string
  /** What became of it, where a list of rows does not say it best. */
  readonly view?: (rows: readonly RowOutcome[]) => string
  /**
   * At the second Ctrl-C, in place of ending the process: has `apply` give up what is under way and tell at once what
   * is known.
   */
  readonly hurry?: () => void
  /** Does exactly what the plan says. An error of one row is its outcome; what is thrown ends the whole. */
  readonly apply: (control: ChangeControl) => Promise<readonly RowOutcome[]>
}

/** What every command that changes a cluster gives. */
export interface ChangeResult<Plan> {
  readonly plan: Plan
  /** False when nothing was attempted: a dry run, or nothing to change. */
  readonly applied: boolean
  readonly rows: readonly RowOutcome[]
  /** Names the change in the audit log, and for undo. */
  readonly id?: string
}

/**
 * A command that changes a cluster. The one way there: preview, guard, confirmation, undo kept, audit line,
 * change, audit line, each row's outcome.
 */
export abstract class ChangeCommand<T extends typeof Command> extends KafkaCommand<T> {
  static override baseFlags = {...KafkaCommand.baseFlags, ...clusterChangeFlags}
  /** From here on who calls it answers to Ctrl-C. */
  private takeSignals: () => void = () => undefined

  /** Until the change begins, Ctrl-C ends the planning, and says that this is all that happened. */
  protected override work(): Promise<unknown> {
    this.takeSignals = onStopSignals({
      onStop: () => this.deadline.end(new KbookError('INTERRUPTED', 'interrupted: nothing was changed')),
      onForce: () => process.exit(EXIT.interrupted),
    })
    this.onClose(() => this.takeSignals())
    return super.work()
  }

  protected override stopSignal(): AbortSignal {
    this.takeSignals()
    return super.stopSignal()
  }

  protected async change<Plan>(change: PlannedChange<Plan>): Promise<ChangeResult<Plan>> {
    const {plan, preview, question, undo, follow} = change
    const {yes, confirm, 'dry-run': dryRun} = this.flags as ChangeFlags
    if (dryRun || change.empty) {
      this.show(preview)
      return {plan, applied: false, rows: []}
    }
    const guard = await this.guard()
    // Whoever is asked must have seen it, also when stdout is to be JSON.
    if (preview !== '' && (!this.wantsJson() || process.stderr.isTTY)) this.note(preview)
    const {protectedName, undecided} = guard
    const asked = {
      question,
      yes: yes || change.intended === true,
      confirm,
      protectedName,
      assumed: undecided.some((name) => name === protectedName),
    }
    await this.deadline.standStill(() => confirmChange(asked))
    const id = newChangeId()
    const rows = await this.carryOut(id, change)
    this.show(change.view?.(rows) ?? outcomeView(rows, {id, undo: undo?.kind, follow}))
    return {plan, applied: true, rows, id}
  }

  /** @throws KbookError `REFUSED` on a cluster that a profile calls read-only. */
  private async guard(): Promise<Guard> {
    const info = await (await this.cluster()).info()
    const guard = await guardOf(await this.profile(), info)
    if (guard.readOnlyBy !== undefined) {
      throw new KbookError('REFUSED', `profile "${guard.readOnlyBy}" is read-only: nothing was changed`, {
        hint: `--dry-run shows what would change. kbook profile show ${guard.readOnlyBy} --origins`,
      })
    }
    return guard
  }

  /** Nothing is begun that could not be noted down; from then on Ctrl-C ends it in order. */
  private async carryOut<Plan>(id: string, change: PlannedChange<Plan>): Promise<readonly RowOutcome[]> {
    const stop = new AbortController()
    const progress = new ProgressLine(process.stderr)
    const stopped: {by: Ended['stopped']} = {by: false}
    const say = (by: 'signal' | 'time', why: string): void => {
      stopped.by = by
      progress.clear()
      this.note(`${why}: finishing what is under way, then telling what was done`)
      stop.abort()
    }
    this.deadline.handOver(() => say('time', 'time is up'))
    this.takeSignals()
    let hurried = false
    const off = onStopSignals({
      onStop: () => say('signal', 'interrupted'),
      onForce: () => {
        if (!change.hurry || hurried) process.exit(EXIT.interrupted)
        hurried = true
        change.hurry()
      },
    })
    try {
      const kept = await this.keep(id, change)
      const rows = await this.apply(id, () => change.apply({signal: stop.signal, progress: progress.show}))
      const ended: Ended = {rows, stopped: stopped.by}
      this.exitCode = exitCodeOf(ended)
      const outcome = outcomeOf(ended)
      await this.noteEnd(id, outcome, rows)
      if (kept) await this.settle(kept, outcome, rows, change.undo?.narrow)
      return rows
    } finally {
      progress.clear()
      off()
    }
  }

  /** The undo comes first: what was noted as begun must not be without one. */
  private async keep<Plan>(id: string, change: PlannedChange<Plan>): Promise<UndoEntry | undefined> {
    const {subject, before, after, undo} = change
    const opened = await this.cluster()
    const cluster = {name: opened.name, id: (await opened.info()).clusterId}
    const command = ['kbook', ...(this.id ?? '').split(':'), ...this.argv]
    const begin = {id, cluster, command, subject, before, after, undo: undo?.kind ?? null}
    if (!undo) {
      await noteBegin(begin)
      return undefined
    }
    const {kind, data, undoes} = undo
    const entry: UndoEntry = {id, kind, time: new Date().toISOString(), cluster, subject, undoes, data}
    await saveUndo(entry)
    try {
      await noteBegin(begin)
    } catch (error) {
      // What is not begun must not be offered to be put back.
      await dropUndo(id).catch(() => undefined)
      throw error
    }
    return entry
  }

  /** The outcome is shown also where the undo could not be made to fit it. */
  private async settle(
    entry: UndoEntry,
    outcome: ChangeOutcome,
    rows: readonly RowOutcome[],
    narrow: NarrowUndo | undefined,
  ): Promise<void> {
    await settleUndo(entry, outcome, rows, narrow).catch((failure: unknown) => {
      this.addWarning(
        `the undo ${entry.id} still names all that was planned: look at its --dry-run: ${(failure as Error).message}`,
      )
    })
  }

  /** What ends the whole of a change is noted down too, and says by which id it can be found. */
  private async apply(
    id: string,
    work: () => Promise<readonly RowOutcome[]>,
  ): Promise<readonly RowOutcome[]> {
    try {
      return await work()
    } catch (error) {
      await this.noteEnd(id, 'failed', [], error instanceof Error ? error.message : String(error))
      const how = `What was begun is noted down: kbook audit --id ${id}`
      if (!(error instanceof KbookError)) {
        this.addWarning(how)
        throw error
      }
      const {code, message, hints, exitCode, details} = error
      throw new KbookError(code, message, {
        hint: [...hints, how],
        exitCode,
        cause: error,
        details: {...details, change: id},
      })
    }
  }

  /** The outcome is shown also where it could not be noted down. */
  private async noteEnd(
    id: string,
    outcome: ChangeOutcome,
    rows: readonly RowOutcome[],
    error?: string,
  ): Promise<void> {
    await noteEnd(id, outcome, rows, {error}).catch((failure: unknown) => {
      this.addWarning(`the end of change ${id} is not in the audit log: ${(failure as Error).message}`)
    })
  }
}
