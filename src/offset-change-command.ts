import type {Command} from '@oclif/core/command'
import {ChangeCommand, type ChangeResult} from './change-command.js'
import type {UndoEntry} from './lib/change/undo-store.js'
import {exitCodeOf} from './lib/change/ended.js'
import {EXIT, type ExitCode} from './lib/errors.js'
import {isChange} from './lib/kafka/offsets/calculate.js'
import {applyOffsets, plannedFailures} from './lib/kafka/offsets/apply.js'
import {undoOf} from './lib/kafka/offsets/plan-undo.js'
import type {OffsetPlan} from './lib/kafka/offsets/types.js'
import {plural} from './lib/output/format.js'
import {planCsv} from './lib/output/views/offset-csv.js'
import {offsetPlanView} from './lib/output/views/offset-plan.js'

/** A command that changes committed offsets: each has its own plan, and all carry it out in the same way. */
export abstract class OffsetChangeCommand<T extends typeof Command> extends ChangeCommand<T> {
  /** `undone` is the change that this one takes back. */
  protected async changeOffsets(
    plan: OffsetPlan,
    undone?: Pick<UndoEntry, 'id' | 'subject'>,
  ): Promise<ChangeResult<OffsetPlan>> {
    const {changed} = plan.total
    const [only] = plan.groups
    const whose =
      only && plan.groups.length === 1 ? `group "${only.group}"` : plural(plan.groups.length, 'group')
    const what = `${plural(changed, plan.verb === 'delete' ? 'commit' : 'offset')} of ${whose}`
    const result = await this.change({
      plan,
      preview: offsetPlanView(plan),
      question: `${plan.verb === 'delete' ? 'Delete' : 'Set'} ${what}?`,
      empty: changed === 0,
      subject: undone ? `undo of ${undone.id}: ${undone.subject}` : what,
      before: offsetsOf(plan, 'current'),
      after: offsetsOf(plan, 'target'),
      undo: {...undoOf(plan), ...(undone && {undoes: undone.id})},
      apply: async (control) => applyOffsets(await this.cluster(), plan, control),
    })
    if (isPartial(plan) && this.exitCode === EXIT.ok) this.exitCode = partialCode(plan)
    return result
  }

  /** The targets of a plan as CSV, with what is missing in it said on stderr. */
  protected exportPlan(plan: OffsetPlan, withGroup: boolean): ChangeResult<OffsetPlan> {
    this.print(planCsv(plan, withGroup))
    for (const {group, error, offsets} of plan.groups) {
      for (const one of [error, ...offsets.map((row) => row.error)]) {
        if (one) this.addWarning(`group "${group}": left out: ${one.line}`)
      }
    }
    for (const {broker, error} of plan.unanswered) {
      this.addWarning(`the groups of broker ${broker} are missing: ${error.line}`)
    }
    if (isPartial(plan)) this.exitCode = EXIT.partial
    return {plan, applied: false, rows: []}
  }
}

const isPartial = ({total, unanswered}: OffsetPlan): boolean => total.failed > 0 || unanswered.length > 0

/** That of the cause where nothing could be planned for one cause. */
function partialCode({groups, total, unanswered}: OffsetPlan): ExitCode {
  if (total.changed + total.unchanged + unanswered.length > 0) return EXIT.partial
  return exitCodeOf({rows: groups.flatMap(plannedFailures), stopped: false})
}

/** Offsets by group and partition, for the audit log. */
function offsetsOf(
  {groups}: OffsetPlan,
  side: 'current' | 'target',
): Record<string, Record<string, string | null>> {
  return Object.fromEntries(
    groups.map(({group, offsets}) => [
      group,
      Object.fromEntries(
        offsets
          .filter(isChange)
          .map((row) => [`${row.topic}-${row.partition}`, row[side]?.toString() ?? null] as const),
      ),
    ]),
  )
}
