import type {Command} from '@oclif/core/command'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from './change-command.js'
import {exposure} from './lib/config/exposed-files.js'
import type {Secret} from './lib/config/secret.js'
import {KbookError} from './lib/errors.js'
import {applyUser} from './lib/kafka/users/apply.js'
import type {UserPlan} from './lib/kafka/users/plan.js'
import {SCRAM_ITERATIONS, SCRAM_MECHANISMS, type ScramMechanism} from './lib/kafka/users/types.js'
import {userPlanView} from './lib/output/views/user.js'
import {newPassword} from './password-flags.js'

export const userArgs = {user: Args.string({description: 'Name of the user.', required: true})}

export const mechanismFlag = Flags.string({
  summary: 'Only for this mechanism. Repeatable.',
  helpValue: 'scram-sha-256|scram-sha-512',
  multiple: true,
  multipleNonGreedy: true,
})

export const iterationsFlag = Flags.string({
  summary: `How often the password is hashed, ${SCRAM_ITERATIONS.least} to ${SCRAM_ITERATIONS.most}.`,
  helpValue: 'N',
})

/** @throws KbookError `BAD_FLAG` */
export const mechanismsOf = (names: readonly string[] = []): ScramMechanism[] => {
  const known = Object.keys(SCRAM_MECHANISMS) as ScramMechanism[]
  const found = names.map((text) => {
    const mechanism = known.find((name) => name === text.toUpperCase())
    if (mechanism) return mechanism
    throw new KbookError('BAD_FLAG', `--mechanism does not know "${text}"`, {
      hint: `One of ${known.join(', ')}.`,
    })
  })
  return [...new Set(found)]
}

/** @throws KbookError `BAD_FLAG` */
export function iterationsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const {least, most} = SCRAM_ITERATIONS
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new KbookError('BAD_FLAG', `--iterations takes a number from ${least} to ${most}, not "${text}"`)
}

/** A command that changes a SCRAM user. The password is read once the plan stands, and is part of nothing else. */
export abstract class UserCommand<T extends typeof Command> extends ChangeCommand<T> {
  protected async changeUser(
    plan: UserPlan,
    from?: {file: string | undefined; stdin: boolean},
  ): Promise<ChangeResult<UserPlan>> {
    const {user, action, credentials, before} = plan
    const cluster = await this.cluster()
    const dryRun = (this.flags as {'dry-run': boolean})['dry-run']
    const password = from && !dryRun ? await this.password(user, from) : undefined
    const self = (await this.profile()).settings['sasl.username'] === user
    const words = {create: 'Create', 'set-password': 'Set the password of', delete: 'Delete'}
    return this.change({
      plan,
      preview: userPlanView(plan, {name: cluster.name, self}),
      question: `${words[action]} user ${user}?`,
      subject: `${action} user "${user}"`,
      before,
      after: action === 'delete' ? [] : credentials,
      apply: (control) => applyUser(cluster, plan, password, control),
    })
  }

  private async password(user: string, from: {file: string | undefined; stdin: boolean}): Promise<Secret> {
    const exposed = from.file === undefined ? undefined : await exposure(from.file)
    if (exposed) this.warnAboutExposed([exposed])
    return this.deadline.standStill(() => newPassword(user, from))
  }
}
