import {fileURLToPath} from 'node:url'
import {Config} from '@oclif/core/config'
import {Help} from '@oclif/core/help'
import {errorToJson, renderError, type DescribedError} from './lib/output/error.js'
import {EXIT} from './lib/errors.js'
import {pluginOutput} from './lib/monitor/plugin-output.js'
import {statusCode} from './lib/monitor/status.js'
import {toJson} from './lib/output/json.js'
import {nearest} from './lib/output/nearest.js'
import {rootHelp} from './lib/output/views/root-help.js'

/** Help of kbook, of a topic or of a command; otherwise the error for a command that there is not. */
export async function helpOrUnknown(argv: readonly string[], ids: readonly string[]): Promise<number> {
  const words = argv.filter((word) => !word.startsWith('-') && word !== 'help')
  const asksForHelp =
    argv.length === 0 || argv[0] === 'help' || argv.some((word) => word === '--help' || word === '-h')
  const config = await Config.load(fileURLToPath(new URL('..', import.meta.url)))
  if (words.length === 0 && asksForHelp) {
    process.stdout.write(rootHelp(config.commands.map(({id, summary}) => ({id, summary: summary ?? ''}))))
    return EXIT.ok
  }
  const known = ids.some((id) => id === words.join(':') || id.startsWith(`${words.join(':')}:`))
  if (known || (asksForHelp && ids.some((id) => words.join(':').startsWith(`${id}:`)))) {
    await new Help(config).showHelp(words)
    return EXIT.ok
  }
  return unknown(words, argv.includes('--json'), ids)
}

function unknown(words: readonly string[], json: boolean, ids: readonly string[]): number {
  const names = ids.map((id) => id.replaceAll(':', ' '))
  const asked = words.slice(0, 3).join(' ')
  const like = nearest(asked, names)
  const error: DescribedError = {
    code: 'BAD_FLAG',
    message: asked === '' ? 'no command given' : `there is no command "${asked}"`,
    hints: [
      ...(like.length > 0 ? [`Did you mean: ${like.map((name) => `kbook ${name}`).join(', ')}`] : []),
      'kbook --help',
    ],
    exitCode: EXIT.usage,
  }
  // Of a mistyped check a monitoring system must not read a critical state: it has words and a code of its own.
  if (words[0] === 'check') {
    error.exitCode = statusCode('unknown')
    if (!json) {
      const text = {check: 'check', status: 'unknown', perfdata: []} as const
      process.stdout.write(`${pluginOutput({...text, summary: error.message, details: error.hints})}\n`)
      return error.exitCode
    }
  }
  if (json) process.stdout.write(`${toJson({ok: false, error: errorToJson(error), warnings: []}, 2)}\n`)
  else process.stderr.write(`${renderError(error)}\n`)
  return error.exitCode
}
