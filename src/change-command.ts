import type {Command} from '@oclif/core/command'
import type {Interfaces} from '@oclif/core'
import {clusterChangeFlags, confirmChange} from './confirm.js'
import {KafkaCommand} from './kafka-command.js'
import type {ChangeOutcome} from './lib/change/audit-entry.js'
import {newChangeId, noteBegin, noteEnd} from './lib/change/audit-log.js'
import {guardOf, type Guard} from './lib/change/guard.js'
import type {ChangeControl, RowOutcome} from './lib/change/outcome.js'
import {saveUndo, type UndoKind} from './lib/change/undo-store.js'
import {onStopSignals} from './lib/consumer/service/signals.js'
import {EXIT, KbookError, type ExitCode} from './lib/errors.js'
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
  readonly undo?: {readonly kind: UndoKind; readonly data: unknown}
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

  protected async change<Plan>(change: PlannedChange<Plan>): Promise<ChangeResult<Plan>> {
    const {plan} = change
    const {yes, confirm, 'dry-run': dryRun} = this.flags as ChangeFlags
    if (dryRun || change.empty) {
      this.show(change.preview)
      return {plan, applied: false, rows: []}
    }
    const guard = await this.guard()
    if (!this.wantsJson()) this.note(change.preview)
    const {question} = change
    await this.deadline.standStill(() =>
      confirmChange({question, yes, confirm, protectedName: guard.protectedName}),
    )
    const id = newChangeId()
    await this.keep(id, change)
    const rows = await this.apply(id, change)
    this.show(outcomeView(rows))
    return {plan, applied: true, rows, id}
  }

  /** @throws KbookError `REFUSED` on a cluster that a profile calls read-only. */
  private async guard(): Promise<Guard> {
    const info = await (await this.cluster()).info()
    const guard = await guardOf(await this.profile(), info)
    if (guard.readOnlyBy === undefined) return guard
    throw new KbookError('REFUSED', `profile "${guard.readOnlyBy}" is read-only: nothing was changed`, {
      hint: `--dry-run shows what would change. kbook profile show ${guard.readOnlyBy} --origins`,
    })
  }

  private async keep<Plan>(id: string, change: PlannedChange<Plan>): Promise<void> {
    const {subject, before, after, undo} = change
    const opened = await this.cluster()
    const cluster = {name: opened.name, id: (await opened.info()).clusterId}
    if (undo) await saveUndo({id, time: new Date().toISOString(), cluster, subject, ...undo})
    const command = [(this.id ?? '').replaceAll(':', ' '), ...this.argv]
    await noteBegin({id, cluster, command, subject, before, after, undo: undo !== undefined})
  }

  private async apply<Plan>(id: string, change: PlannedChange<Plan>): Promise<readonly RowOutcome[]> {
    const stop = new AbortController()
    const off = onStopSignals({
      onStop: () => {
        this.note('interrupted: finishing what is under way, then telling what was done')
        stop.abort()
      },
      onForce: () => process.exit(EXIT.interrupted),
    })
    this.deadline.handOver(() => stop.abort())
    let rows: readonly RowOutcome[] = []
    let outcome: ChangeOutcome = 'failed'
    try {
      rows = await change.apply({signal: stop.signal, progress: () => undefined})
      outcome = outcomeOf(rows)
      this.exitCode = exitCodeOf(rows)
    } finally {
      off()
      await noteEnd(id, outcome, rows)
    }
    return rows
  }
}

function outcomeOf(rows: readonly RowOutcome[]): ChangeOutcome {
  if (rows.some(({status}) => status === 'not-done')) return 'interrupted'
  const good = rows.filter(({status}) => status === 'done').length
  return good === rows.length ? 'done' : good > 0 ? 'partial' : 'failed'
}

/** 130 when it was cut short, 6 when some rows failed; the cause's own code when one failed, or all for one cause. */
function exitCodeOf(rows: readonly RowOutcome[]): ExitCode {
  const outcome = outcomeOf(rows)
  if (outcome === 'done') return EXIT.ok
  if (outcome === 'interrupted') return EXIT.interrupted
  const codes = new Set(rows.map(({error}) => error?.exitCode ?? EXIT.partial))
  const [only] = codes
  return outcome === 'failed' && codes.size === 1 && only !== undefined ? only : EXIT.partial
}
