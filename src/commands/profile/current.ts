import {BaseCommand} from '../../base-command.js'
import {originText} from '../../lib/config/origin.js'
import {resolveProfile} from '../../lib/config/resolve.js'

export default class ProfileCurrent extends BaseCommand<typeof ProfileCurrent> {
  static override summary = 'Print the name of the cluster that commands use here'
  static override description =
    'The current profile, unless KBOOK_PROFILE or KBOOK_BROKERS outranks it in this shell.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<{name: string; chosenBy: string}> {
    const {name, chosenBy} = await resolveProfile({})
    this.show(name)
    return {name, chosenBy: originText(chosenBy)}
  }
}
