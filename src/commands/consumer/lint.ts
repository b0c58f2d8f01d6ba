import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../base-command.js'
import type {LintFinding} from '../../lib/consumer/config/findings.js'
import {lintConfigs} from '../../lib/consumer/config/lint/lint.js'
import {EXIT} from '../../lib/errors.js'
import {lintView} from '../../lib/output/views/lint.js'

export default class ConsumerLint extends BaseCommand<typeof ConsumerLint> {
  static override summary = 'Check configurations, each on its own and all against each other'
  static override description =
    'Give all the files that run on one cluster: two consumers with one group id, or with one history, are told only then. Exits 3 when there is an error; warnings alone exit 0.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> oozie-config.yaml grid-config.yaml network-config.yaml',
    '<%= config.bin %> <%= command.id %> oozie-config.yaml --actions actions.yaml --json',
  ]
  static override args = {
    files: Args.string({description: 'Configurations of consumers.', required: true, multiple: true}),
  }
  static override flags = {
    actions: Flags.string({
      summary: 'Definitions of the actions, where they have a file of their own.',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<{files: readonly string[]; findings: readonly LintFinding[]}> {
    const {files} = this.args
    const findings = await lintConfigs({files, actionsFile: this.flags.actions})
    this.show(lintView(findings, files))
    if (findings.some(({severity}) => severity === 'error')) this.exitCode = EXIT.checkFailed
    return {files, findings}
  }
}
