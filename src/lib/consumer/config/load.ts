import {KbookError} from '../../errors.js'
import type {LintFinding} from './findings.js'
import {readConsumerConfig, type ConfigSource} from './read-files.js'
import type {ConsumerConfig} from './types.js'

/**
 * Reads, checks and completes the configuration of an incident consumer. Actions that a condition names and
 * nothing defines are no error here but listed in the result: linting and dry runs work without them.
 *
 * @throws KbookError `BAD_CONFIG` that names every problem with file, line and column, and no secret value.
 */
export async function loadConsumerConfig(source: ConfigSource): Promise<ConsumerConfig> {
  const {config, findings} = await readConsumerConfig(source)
  const errors = findings.filter(({severity}) => severity === 'error')
  if (errors.length > 0 || !config) throw badConfig(source.file, errors)
  return config
}

function badConfig(file: string, errors: readonly LintFinding[]): KbookError {
  const lines = errors.map(({file: where, line, column, message}) => `${where}:${line}:${column}: ${message}`)
  const fixes = new Set(errors.flatMap(({fix}) => fix ?? []))
  return new KbookError('BAD_CONFIG', lines.join('\n'), {hint: [...fixes], details: {file, problems: lines}})
}
