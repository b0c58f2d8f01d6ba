import {readFile} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import type {Environment} from '../../config/paths.js'
import {KbookError} from '../../errors.js'
import {Findings, type LintFinding} from './findings.js'
import type {Reader, Scope} from './reader.js'
import {resolveConfig} from './resolve.js'
import type {ActionConfig, ConsumerConfig, FilePlace} from './types.js'

/** Where a configuration comes from. */
export interface ConfigSource {
  readonly file: string
  /** The file that defines actions, instead of the one that the main file names. */
  readonly actionsFile?: string | undefined
  /** `process.env` by default. */
  readonly env?: Environment | undefined
}

/** A configuration as far as it could be read, with all that was found on the way. */
export interface ReadConfig {
  /** Undefined when something that it needs is missing or broken. */
  readonly config: ConsumerConfig | undefined
  readonly findings: readonly LintFinding[]
  /** Where each key stands, by its path. */
  readonly places: ReadonlyMap<string, FilePlace>
}

/**
 * Reads and checks a configuration and its actions, and goes on after problems.
 *
 * @throws KbookError `BAD_CONFIG` only when a file cannot be read at all: not there, or broken YAML.
 */
export async function readConsumerConfig(source: ConfigSource): Promise<ReadConfig> {
  const {consumerFile, actionsFile} = await import('./settings.js')
  const {env = process.env} = source
  const findings = new Findings()
  const secrets = new Set<string>()
  const read = <T>(file: string, reader: Reader<T>): Promise<ReadFile<T>> =>
    readYamlFile(file, reader, {env, findings, secrets})

  const main = await read(source.file, consumerFile)
  const besides = source.actionsFile ?? main.value?.actions_file
  const own = besides === undefined ? undefined : await read(besides, actionsFile)
  const config =
    main.value &&
    resolveConfig(
      {
        files: own ? [source.file, own.scope.file] : [source.file],
        main: main.value,
        actions: own?.value?.actions ?? new Map<string, ActionConfig>(),
        defined: new Set([...main.actionNames, ...(own?.actionNames ?? [])]),
      },
      main.scope,
    )
  return {
    config,
    findings: findings.all(),
    places: new Map([...main.scope.places, ...(own?.scope.places ?? [])]),
  }
}

interface ReadFile<T> {
  readonly value: T | undefined
  readonly scope: Scope
  readonly actionNames: readonly string[]
}

async function readYamlFile<T>(
  file: string,
  reader: Reader<T>,
  shared: Pick<Scope, 'env' | 'findings' | 'secrets'>,
): Promise<ReadFile<T>> {
  const text = await readText(file)
  const {parseYaml} = await import('../../config/yaml.js')
  const {root} = parseYaml(text, file)
  const scope: Scope = {
    ...shared,
    file,
    folder: dirname(resolve(file)),
    path: '',
    at: root.at,
    places: new Map(),
  }
  const actions =
    root
      .entries()
      ?.find(({key}) => key === 'actions')
      ?.value.entries() ?? []
  return {value: reader.read(root, scope), scope, actionNames: actions.map(({key}) => key)}
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const {code = 'unknown error'} = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code
    throw new KbookError('BAD_CONFIG', `cannot read ${file}: ${why}`, {cause, details: {file}})
  }
}
