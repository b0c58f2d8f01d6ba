import * as Flags from '@oclif/core/flags'
import {ask} from './ask.js'
import {KbookError} from './lib/errors.js'

/** Flags of every verb that changes something. */
export const changeFlags = {
  yes: Flags.boolean({char: 'y', summary: 'Go on without asking.'}),
  'dry-run': Flags.boolean({summary: 'Print what would change, and change nothing.'}),
}

/** Flags of every verb that changes a cluster, which may be a protected one. */
export const clusterChangeFlags = {
  ...changeFlags,
  confirm: Flags.string({
    summary: 'Name of the protected cluster, instead of typing it.',
    helpValue: 'NAME',
  }),
}

export interface Change {
  /** Such as `Remove profile "dev"?`, asked once the plan is printed. */
  question: string
  yes: boolean
  /** The name to be typed where the cluster is protected; `yes` is not enough there. */
  protectedName?: string | undefined
  /** Nobody knows whether it is that cluster: it is taken for it. */
  assumed?: boolean
  /** What `--confirm` said. */
  confirm?: string | undefined
}

/** Who answers. Replaced in tests. */
export interface Terminal {
  readonly interactive: boolean
  yesOrNo: (question: string) => Promise<boolean>
  text: (question: string) => Promise<string>
}

/**
 * The one way to a change: returns when it may be made. No environment variable can answer.
 *
 * @throws KbookError `REFUSED` or `PROTECTED` when it may not (exit code 5), `INTERRUPTED` on Ctrl-C.
 */
export async function confirmChange(change: Change, terminal: Terminal = stdTerminal): Promise<void> {
  const {question, yes, protectedName, confirm, assumed = false} = change
  if (protectedName !== undefined) return typeName(protectedName, {confirm, assumed}, terminal)
  if (yes) return
  if (!terminal.interactive) {
    throw new KbookError(
      'REFUSED',
      'not confirmed, and there is no terminal to ask on: nothing was changed',
      {
        hint: ['--yes goes on without asking, --dry-run only prints what would change.'],
      },
    )
  }
  if (!(await terminal.yesOrNo(question))) throw new KbookError('REFUSED', 'nothing was changed')
}

async function typeName(
  name: string,
  {confirm, assumed}: {confirm: string | undefined; assumed: boolean},
  terminal: Terminal,
): Promise<void> {
  const why = assumed
    ? `this may be the cluster that profile "${name}" guards: its cluster id is not known yet, and nobody answers there`
    : `${name} is protected`
  const teach = assumed ? [`kbook cluster ping --profile ${name}     learns the id, once and for all`] : []
  if (confirm === undefined && !terminal.interactive) {
    throw new KbookError('PROTECTED', `${why}: nothing was changed`, {
      hint: [...teach, `--confirm ${name} goes on without a terminal; --yes is not enough here.`],
    })
  }
  const typed = confirm ?? (await terminal.text(`${why}. Type ${assumed ? 'that' : 'its'} name to go on:`))
  if (typed.trim() === name) return
  throw new KbookError('PROTECTED', `the name does not match, and ${why}: nothing was changed`, {
    hint: teach,
  })
}

const stdTerminal: Terminal = {
  get interactive() {
    return process.stdin.isTTY && process.stderr.isTTY
  },
  yesOrNo: (message) => ask<boolean>({type: 'confirm', message, default: false}),
  text: (message) => ask<string>({type: 'input', message}),
}
