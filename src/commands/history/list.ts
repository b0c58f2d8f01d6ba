import * as Flags from '@oclif/core/flags'
import {HistoryCommand} from '../../history-command.js'
import {parseInstant} from '../../lib/config/instant.js'
import {ACTION_STATES} from '../../lib/consumer/history/store.js'
import {listingJson} from '../../lib/output/views/history-json.js'
import {historyListView} from '../../lib/output/views/history.js'

const LIMIT = 20

export default class HistoryList extends HistoryCommand<typeof HistoryList> {
  static override summary = 'List what a consumer has done, what needs a person first'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --state unknown --state failed',
    '<%= config.bin %> <%= command.id %> --config oozie-config.yaml --incident INC-88213',
    '<%= config.bin %> <%= command.id %> --since 2h --all --json',
  ]
  static override flags = {
    state: Flags.option({
      summary: 'Only actions in this state; may be given several times.',
      options: ACTION_STATES,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    action: Flags.string({summary: 'Only this action.', helpValue: 'NAME'}),
    incident: Flags.string({summary: 'Only this incident.', helpValue: 'ID'}),
    since: Flags.string({summary: 'Only what happened since: 2h, 7d, or a time (UTC).', helpValue: 'TIME'}),
    'dry-run': Flags.boolean({summary: 'What the last dry run recorded, instead.'}),
    limit: Flags.integer({summary: 'Show at most this many.', default: LIMIT, min: 1, helpValue: 'N'}),
    all: Flags.boolean({summary: 'Show every one.'}),
  }

  async run(): Promise<Record<string, unknown>> {
    const {state, action, incident, since, limit, all} = this.flags
    const history = await this.openHistory()
    const listing = history.list({
      ...(state ? {states: state} : {}),
      ...(action === undefined ? {} : {action}),
      ...(incident === undefined ? {} : {incident}),
      ...(since === undefined ? {} : {since: parseInstant(since)}),
      ...(this.flags['dry-run'] ? {namespace: 'dry-run'} : {}),
      limit: all ? Number.MAX_SAFE_INTEGER : limit,
    })
    this.show(historyListView(listing, history.info()))
    return listingJson(listing)
  }
}
