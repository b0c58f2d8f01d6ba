import type {Command} from '@oclif/core/command'
import {ExitError} from '@oclif/core/errors'
import {leanConfig} from './lean-config.js'

/** Set by the build: the version, and the id of each command (`lag:describe`), longest first. */
declare const KBOOK_VERSION: string
declare const KBOOK_COMMANDS: readonly string[]

interface CommandModule {
  default: new (argv: string[], config: Command['config']) => Command & {_run: () => Promise<unknown>}
}

/** A log that nobody reads, or cannot be written, is no reason to end what works; a command looks at stdout itself. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

/** Runs one command line and gives the exit code. Help and unknown commands take the slower way through oclif. */
export async function main(argv: readonly string[]): Promise<number> {
  outliveReaders()
  if (argv[0] === '--version' || argv[0] === '-v') {
    process.stdout.write(
      `kbook ${KBOOK_VERSION} (node ${process.version}, ${process.platform}-${process.arch})\n`,
    )
    return 0
  }
  const id = KBOOK_COMMANDS.find((candidate) => candidate.split(':').every((word, at) => argv[at] === word))
  if (id === undefined || wantsHelp(argv)) {
    const {helpOrUnknown} = await import('./help.js')
    return helpOrUnknown(argv, KBOOK_COMMANDS)
  }
  const {default: Found} = (await import(commandUrl(id))) as CommandModule
  ;(Found as unknown as typeof Command).id = id
  try {
    await new Found(argv.slice(id.split(':').length), leanConfig())._run()
    return 0
  } catch (error) {
    if (error instanceof ExitError) return error.oclif.exit ?? 1
    throw error
  }
}

/** Each command is an entry of its own beside this file in dist/, so that only it is loaded. */
const commandUrl = (id: string): string =>
  new URL(`commands/${id.replaceAll(':', '/')}.js`, import.meta.url).href

function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h')
}
