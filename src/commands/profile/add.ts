import {text} from 'node:stream/consumers'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../base-command.js'
import {clusterChangeFlags, confirmChange} from '../../confirm.js'
import {planSave, type ProfilePlan} from '../../lib/config/plan-profile.js'
import {saveProfile} from '../../lib/config/store.js'
import {profilePlanView} from '../../lib/output/views/profile.js'
import {settingFlags, settingsFromFlags} from '../../setting-flags.js'

export default class ProfileAdd extends BaseCommand<typeof ProfileAdd> {
  static override summary = 'Give a cluster a name, with its brokers and how to get in'
  static override description =
    'Writes to the config file and keeps its comments. The first profile becomes the current one. An existing profile is replaced as a whole, after asking; one that guards a cluster only when its name is typed, or given with --confirm. A command is one line, split at blanks, or a JSON list; it is run without a shell.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> dev --brokers localhost:9092',
    '<%= config.bin %> <%= command.id %> prod-eu -b k0:9093,k1:9093 --tls-ca ca.pem --sasl-mechanism scram-sha-512 --sasl-username ops --sasl-password-command "pass show kafka/prod" --protected',
    'echo "$PASSWORD" | <%= config.bin %> <%= command.id %> qa -b qa:9092 --sasl-mechanism plain --sasl-username ops --sasl-password-stdin',
  ]
  static override args = {name: Args.string({description: 'What to call the cluster.', required: true})}
  static override flags = {
    ...settingFlags,
    'sasl-password-stdin': Flags.boolean({
      summary: 'Read the password from stdin and keep it in the config file (mode 0600).',
      helpGroup: 'SASL',
    }),
    ...clusterChangeFlags,
  }

  async run(): Promise<ProfilePlan & {done: boolean}> {
    const {name} = this.args
    const password = this.flags['sasl-password-stdin'] ? await readPassword() : undefined
    const settings = settingsFromFlags(this.flags, password)
    const plan = await planSave(name, settings)
    if (plan.effect === 'none' || this.flags['dry-run']) {
      this.show(profilePlanView(plan))
      return {...plan, done: false}
    }
    if (plan.effect === 'replace') {
      this.note(profilePlanView(plan))
      const {yes, confirm} = this.flags
      const protectedName = plan.disarms ? name : undefined
      await confirmChange({question: `Replace profile ${name}?`, yes, confirm, protectedName})
    }
    const {current, path} = await saveProfile(name, settings, {makeCurrentIfNone: true})
    this.show(`profile ${name} written to ${path}`)
    this.show(current === name ? `  kbook lag describe --all` : `  kbook profile use ${name}`)
    return {...plan, done: true}
  }
}

const readPassword = async (): Promise<string> => (await text(process.stdin)).replace(/\r?\n$/, '')
