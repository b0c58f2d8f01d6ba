import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.js'
import {findChange, readAudit, type AuditedChange, type AuditListing} from '../lib/change/read-audit.js'
import {parseInstant} from '../lib/config/instant.js'
import {auditListView, auditedChangeView} from '../lib/output/views/audit.js'

const LIMIT = 20

export default class Audit extends BaseCommand<typeof Audit> {
  static override summary = 'List the changes that were made to clusters from this machine, latest first'
  static override description =
    'Each change is noted before it is begun and again when it has ended: who, when, which cluster, the command, what it replaced, and what became of each row. One that never ended was killed: look at the cluster, nobody knows how far it came.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --since 2h --cluster prod-eu',
    '<%= config.bin %> <%= command.id %> --id 7f3a11c0',
  ]
  static override flags = {
    id: Flags.string({
      summary: 'This change in depth, by the first digits of its id.',
      helpValue: 'ID',
      exclusive: ['since', 'cluster', 'num'],
    }),
    since: Flags.string({summary: 'Only what began since: 2h, 7d, or a time (UTC).', helpValue: 'TIME'}),
    cluster: Flags.string({summary: 'Only this cluster, by its profile or its id.', helpValue: 'NAME'}),
    num: Flags.integer({
      char: 'n',
      summary: `Show at most this many (${LIMIT} if nothing else is said).`,
      min: 1,
      helpValue: 'N',
    }),
  }

  async run(): Promise<AuditListing | AuditedChange> {
    const {id, since, cluster, num} = this.flags
    if (id !== undefined) {
      const change = await findChange(id)
      this.show(auditedChangeView(change))
      return change
    }
    const listing = await readAudit({
      since: since === undefined ? undefined : parseInstant(since),
      cluster,
      limit: num ?? LIMIT,
    })
    if (listing.damaged > 0) this.addWarning(`${listing.file}: ${listing.damaged} lines could not be read`)
    this.show(auditListView(listing, {narrowed: (since ?? cluster) !== undefined}))
    return listing
  }
}
