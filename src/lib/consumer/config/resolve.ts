import {basename, extname} from 'node:path'
import {placeOf, type Scope} from './reader.js'
import type {ConsumerFile} from './settings.js'
import type {
  ActionConfig,
  ConditionConfig,
  ConsumerConfig,
  DeadLetterTarget,
  IncidentFormatConfig,
  UndefinedAction,
} from './types.js'

/** What was read, one file after the other. */
export interface ReadFiles {
  readonly files: ConsumerConfig['files']
  readonly main: ConsumerFile
  /** Of the file of its own, if there is one. */
  readonly actions: ReadonlyMap<string, ActionConfig>
  /** Names of all that a file tries to define, broken ones too. */
  readonly defined: ReadonlySet<string>
}

/** Puts the files together and checks what one key cannot tell. Problems are added to the findings. */
export function resolveConfig({files, main, actions, defined}: ReadFiles, scope: Scope): ConsumerConfig {
  const problem = (path: string, rule: string, message: string, fix?: string): void =>
    scope.findings.error(scope.places.get(path) ?? placeOf(scope), path, rule, message, fix)
  if (!main.kafka && !main.source && !scope.places.has('kafka')) {
    problem('kafka', 'missing', 'kafka is missing: expected consumer_group_id and topics')
  }
  if (main.format !== undefined && main.fields) {
    problem('fields', 'one-of', 'format and fields say the same thing: keep one of them')
  }
  if (main.history.store === 'kafka') {
    const message = 'history.store: kafka is known, but not available in this version'
    problem('history.store', 'not-available', message, 'Use sqlite, with one consumer for each group.')
  }
  const all = new Map(main.actions)
  for (const [name, action] of actions) {
    if (all.has(name)) {
      const message = `actions.${name} is defined in ${action.place.file} as well`
      problem(`actions.${name}`, 'defined-twice', message, 'Keep one of them.')
    }
    all.set(name, action)
  }
  return {
    files,
    name:
      main.name ?? scope.env['CONSUMER_NAME'] ?? main.kafka?.groupId ?? basename(files[0], extname(files[0])),
    profile: main.profile,
    sourceFile: main.source?.file,
    kafka: main.kafka,
    conditions: main.incident_conditions,
    actions: all,
    undefinedActions: undefinedIn(main.incident_conditions, defined),
    maxActions: main.max_actions && {count: main.max_actions.count, perMs: main.max_actions.per},
    maxIncidentAgeMs: main.max_incident_age === 'never' ? undefined : main.max_incident_age,
    incidents: formatOf(main),
    history: {path: main.history.path, store: 'sqlite', retentionMs: main.history.retention},
    deadLetter: deadLetterOf(main, problem),
    concurrency: main.concurrency,
    maxInFlight: main.max_in_flight,
    waitFor: {files: main.wait_for.files, timeoutMs: main.wait_for.timeout},
    graceMs: main.grace,
    listen: main.listen,
    pidFile: main.pid_file,
    readyAfterMs: main.ready_after,
    secrets: [...scope.secrets],
  }
}

function undefinedIn(
  conditions: readonly ConditionConfig[],
  defined: ReadonlySet<string>,
): readonly UndefinedAction[] {
  const missing = new Map<string, UndefinedAction>()
  for (const {enabled, actions, place} of conditions) {
    for (const name of actions) if (enabled && !defined.has(name)) missing.set(name, {name, place})
  }
  return [...missing.values()]
}

const formatOf = ({format = 'auto', fields}: ConsumerFile): IncidentFormatConfig =>
  fields ? {format: 'fields', fields} : {format}

function deadLetterOf(
  {dead_letter: target}: ConsumerFile,
  problem: (path: string, rule: string, message: string) => void,
): DeadLetterTarget | undefined {
  if (!target) return undefined
  const {topic, file} = target
  if ((topic === undefined) === (file === undefined)) {
    problem('dead_letter', 'one-of', 'dead_letter: expected either topic or file')
  }
  return topic !== undefined ? {topic} : file !== undefined ? {file} : undefined
}
