import type {Command} from '@oclif/core/command'
import {ExitError} from '@oclif/core/errors'
import {EXIT} from './lib/errors.js'
import {leanConfig} from './lean-config.js'
import {VERSION} from './version.js'

/** Loads each command by its id (`lag:describe`), so that only the one that runs is loaded. */
export type CommandLoaders = Readonly<Record<string, () => Promise<CommandModule>>>

interface CommandModule {
  default: new (argv: string[], config: Command['config']) => Command & {_run: () => Promise<unknown>}
}

/**
 * A log that nobody reads is no reason to end what works; a command looks at stdout itself. Gives what else kept
 * stdout from being written, such as a full disk: a result that is lost must not look like success.
 */
function outliveReaders(): () => Promise<Error | undefined> {
  let lost: Error | undefined
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') lost ??= error
  })
  return () => new Promise((resolve) => process.stdout.write('', () => setImmediate(() => resolve(lost))))
}

/** Runs one command line and gives the exit code. Help and unknown commands take the slower way through oclif. */
export async function main(argv: readonly string[], commands: CommandLoaders): Promise<number> {
  const lostOutput = outliveReaders()
  const code = await dispatch(argv, commands)
  const lost = await lostOutput()
  if (lost === undefined) return code
  process.stderr.write(`Error: the output could not be written: ${lost.message}\n`)
  return code === EXIT.ok ? EXIT.partial : code
}

async function dispatch(argv: readonly string[], commands: CommandLoaders): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-v') {
    process.stdout.write(`kbook ${VERSION} (node ${process.version}, ${process.platform}-${process.arch})\n`)
    return 0
  }
  const id = [3, 2, 1]
    .map((words) => argv.slice(0, words).join(':'))
    .find((name) => Object.hasOwn(commands, name))
  const load = commands[id ?? '']
  if (id === undefined || load === undefined || wantsHelp(argv)) {
    const {helpOrUnknown} = await import('./help.js')
    return helpOrUnknown(argv, Object.keys(commands))
  }
  const {default: Found} = await load()
  ;(Found as unknown as typeof Command).id = id
  try {
    await new Found(argv.slice(id.split(':').length), leanConfig())._run()
    return 0
  } catch (error) {
    if (error instanceof ExitError) return error.oclif.exit ?? 1
    throw error
  }
}

function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h')
}
