import {setTimeout as sleep} from 'node:timers/promises'
import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../src/change-command.js'
import {done, eachInTurn, failed, type RowOutcome} from '../../src/lib/change/outcome.js'
import {KbookError} from '../../src/lib/errors.js'

/** A change whose course the flags say, and which nothing but its rows shows. */
export default class TestChange extends ChangeCommand<typeof TestChange> {
  static override id = 'test:change'
  static override flags = {
    rows: Flags.string({default: 'done'}),
    empty: Flags.boolean(),
    throw: Flags.string(),
    set: Flags.string(),
    steps: Flags.integer(),
    plan: Flags.integer(),
  }
  static applied = 0
  static onApply: () => Promise<void> | void = () => undefined

  async run(): Promise<ChangeResult<{readonly size: bigint}>> {
    const {empty, steps, plan} = this.flags
    if (plan !== undefined) {
      this.note('planning')
      await sleep(plan)
    }
    return this.change({
      plan: {size: 5n},
      preview: 'Plan: five things',
      question: 'Change five things?',
      subject: 'five things',
      before: {offset: 1n},
      after: {offset: 2n},
      undo: {kind: 'offsets', data: {offset: 1n}},
      ...(empty && {empty}),
      apply: async (control) => {
        TestChange.applied++
        await TestChange.onApply()
        if (this.flags.throw === 'kbook') throw new KbookError('LOCKED', 'somebody else is at it')
        if (this.flags.throw === 'bug') throw new TypeError('a bug')
        if (steps === undefined)
          return this.flags.rows.split(',').map((word, index) => row(word, `t-${index}`))
        const numbers = Array.from({length: steps}, (_, index) => index)
        return eachInTurn(
          numbers,
          control,
          (n) => `t-${n}`,
          async (n) => {
            this.note(`step ${n}`)
            await sleep(50)
          },
        )
      },
    })
  }
}

function row(word: string, subject: string): RowOutcome {
  if (word === 'done') return done(subject)
  if (word === 'unknown') return failed(subject, new KbookError('UNREACHABLE', 'the answer never came'))
  return failed(
    subject,
    new KbookError(word === 'denied' ? 'NOT_AUTHORIZED' : 'REQUEST_FAILED', `it is ${word}`),
  )
}
