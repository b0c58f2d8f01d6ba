import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KafkaCommand} from '../../kafka-command.js'
import {exposedFiles} from '../../lib/config/exposed-files.js'
import {originText} from '../../lib/config/origin.js'
import {profileShowView} from '../../lib/output/views/profile.js'

interface ShownProfile {
  name: string
  profile: string | null
  chosenBy: string
  settings: Record<string, unknown>
  origins: Record<string, string>
}

export default class ProfileShow extends KafkaCommand<typeof ProfileShow> {
  static override summary = 'Show the settings in force for a cluster, and where each comes from'
  static override description =
    'Takes flags and KBOOK_* variables into account, as any other command would. Secrets are shown as ***.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> prod-eu --origins',
  ]
  static override args = {name: Args.string({description: 'Profile to show; the current one without it.'})}
  static override flags = {
    origins: Flags.boolean({summary: 'Say for each value which flag, variable or line of the file set it.'}),
  }

  async run(): Promise<ShownProfile> {
    if (this.args.name !== undefined) this.flags.profile = this.args.name
    const resolved = await this.profile()
    const {name, profile, chosenBy, settings, origins} = resolved
    this.warnAboutExposed(await exposedFiles(resolved))
    this.show(profileShowView(resolved, {origins: this.flags.origins}))
    return {
      name,
      profile: profile ?? null,
      chosenBy: originText(chosenBy),
      settings,
      origins: Object.fromEntries([...origins].map(([path, origin]) => [path, originText(origin)])),
    }
  }
}
