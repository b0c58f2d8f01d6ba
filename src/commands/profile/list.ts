import {BaseCommand} from '../../base-command.js'
import {listProfiles, type ProfileList as Listing} from '../../lib/config/overview.js'
import {profileListView} from '../../lib/output/views/profile.js'

export default class ProfileList extends BaseCommand<typeof ProfileList> {
  static override summary = 'List the clusters that have a name, and which one is current'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<Listing> {
    const list = await listProfiles()
    this.show(profileListView(list))
    return list
  }
}
