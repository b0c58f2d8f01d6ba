import * as Args from '@oclif/core/args'
import {BaseCommand} from '../base-command.js'
import {complete, type Candidate} from '../lib/completion/complete.js'
import {readManifest} from '../lib/completion/manifest.js'
import {namesOf} from '../lib/completion/names.js'
import {candidateLines, FILES, SCRIPTS, SHELLS, wordsOf, type Shell} from '../lib/completion/shells.js'

interface Result {
  shell: Shell
  script?: string
  candidates?: readonly Candidate[]
  files?: boolean
}

export default class Completion extends BaseCommand<typeof Completion> {
  static override summary = 'Print the script that lets a shell complete kbook'
  static override description =
    'Completes commands, flags, their values and files, names of profiles, and names of groups and topics of the cluster. The script asks kbook itself at each Tab: words after -- are the line so far, and what may follow is printed.'
  static override examples = [
    'source <(<%= config.bin %> <%= command.id %> bash)',
    'source <(<%= config.bin %> <%= command.id %> zsh)',
    '<%= config.bin %> <%= command.id %> fish | source',
  ]
  static override args = {
    shell: Args.string({description: 'Shell that the script is for.', options: [...SHELLS], required: true}),
  }
  static override strict = false

  async run(): Promise<Result> {
    const shell = SHELLS.find((name) => name === this.args.shell) ?? 'bash'
    const separator = this.argv.indexOf('--')
    if (separator < 0) {
      this.show(SCRIPTS[shell])
      return {shell, script: SCRIPTS[shell]}
    }
    const {words, kept} = wordsOf(shell, this.argv.slice(separator + 1))
    const found = complete(words, readManifest())
    if (found.kind === 'files') {
      this.show(FILES)
      return {shell, files: true}
    }
    const candidates = found.kind === 'words' ? found.candidates : await namesOf(found, words.at(-1) ?? '')
    const lines = candidateLines(shell, candidates, kept)
    if (lines.length > 0) this.show(lines.join('\n'))
    return {shell, candidates}
  }
}
