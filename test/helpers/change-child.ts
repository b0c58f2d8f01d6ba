// Runs TestChange as a process of its own, for what only a real one can show: signals and terminals.
import {ExitError} from '@oclif/core/errors'
import {leanConfig} from '../../src/lean-config.js'
import TestChange from './test-change.js'

try {
  const command = new TestChange(process.argv.slice(2), leanConfig())
  await (command as unknown as {_run: () => Promise<unknown>})._run()
} catch (error) {
  if (!(error instanceof ExitError)) throw error
  const code = error.oclif.exit ?? 1
  // As the real one does: what is still under way is not waited for.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
}
