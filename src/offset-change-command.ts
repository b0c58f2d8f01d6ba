import type {Command} from '@oclif/core/command'
import {ChangeCommand, type ChangeResult} from './change-command.js'
import {EXIT} from './lib/errors.js'
import {isChange} from './lib/kafka/offsets/calculate.js'
import {applyOffsets} from './lib/kafka/offsets/apply.js'
import {undoOf} from './lib/kafka/offsets/plan-undo.js'
import type {OffsetPlan} from './lib/kafka/offsets/types.js'
import {plural} from './lib/output/format.js'
import {offsetPlanView} from './lib/output/views/offset-plan.js'

/** A command that changes committed offsets: each has its own plan, and all carry it out in the same way. */
export abstract class OffsetChangeCommand<T extends typeof Command> extends ChangeCommand<T> {
  protected async changeOffsets(plan: OffsetPlan, subject?: string): Promise<ChangeResult<OffsetPlan>> {
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
      subject: subject ?? what,
      before: offsetsOf(plan, 'current'),
      after: offsetsOf(plan, 'target'),
      undo: undoOf(plan),
      apply: async (control) => applyOffsets(await this.cluster(), plan, control),
    })
    const left = plan.total.failed > 0 || plan.unanswered.length > 0
    if (left && this.exitCode === EXIT.ok) this.exitCode = EXIT.partial
    return result
  }
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
