import {parseListenAddress} from '../service/listen-address.js'
import {actions} from './actions.js'
import {converted, either, listOf, optional, required, section, withDefault} from './collections.js'
import {conditions} from './conditions.js'
import {fieldMapping} from './incident-format.js'
import {kafkaSettings} from './kafka-settings.js'
import {misfit, type Reader} from './reader.js'
import {anyText, duration, integer, oneOf, path, text, textLike, timer} from './scalars.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const age = either(oneOf('never'), duration, (value) => value.plain() === 'never')

const listen: Reader<string> = converted(anyText, (address, value, scope) => {
  try {
    parseListenAddress(address)
    return address
  } catch {
    misfit(value, scope, '[HOST:]PORT, such as 8080 or 127.0.0.1:8080')
    return undefined
  }
})

const deadLetter = section({
  topic: optional(textLike(/^[\w.-]{1,249}$/, 'the name of a topic'), 'Topic for dead letters'),
  file: optional(path, 'File for dead letters'),
})

/** The file of a consumer, as it is written. */
export const consumerFile = section({
  name: optional(text, 'Name of the consumer; CONSUMER_NAME or the group by default'),
  profile: optional(text, 'Profile of the cluster'),
  source: optional(section({file: required(path, 'JSON lines to read')}), 'Read a file instead of Kafka'),
  kafka: optional(kafkaSettings, 'Consumer group and topics'),
  format: optional(
    oneOf('auto', 'bigpanda', 'alertmanager'),
    'Format of the incidents; told by their shape by default',
  ),
  fields: optional(fieldMapping, 'Where the parts of incidents of another format are'),
  incident_conditions: required(conditions, 'Which incidents run which actions'),
  actions: optional(actions, 'What the named actions do'),
  actions_file: optional(path, 'A file with more of them; --actions names another one'),
  max_actions: optional(
    section({
      count: required(integer(1, Number.MAX_SAFE_INTEGER), 'Starts'),
      per: required(duration, 'Time in which they are counted'),
    }),
    'Circuit breaker: more starts than this are skipped',
  ),
  max_incident_age: withDefault<number | 'never'>(
    age,
    DAY,
    'Older incidents are skipped; never: none is too old',
  ),
  history: withDefault(
    section({
      path: optional(path, 'SQLite file of the action history'),
      store: withDefault(oneOf('sqlite', 'kafka'), 'sqlite', 'Where the history is kept'),
      retention: withDefault(duration, 90 * DAY, 'How long outcomes of closed incidents are kept'),
    }),
    {path: undefined, store: 'sqlite', retention: 90 * DAY},
    'What has been done',
  ),
  dead_letter: optional(deadLetter, 'Where messages go that cannot be read'),
  concurrency: withDefault(integer(1, 1000), 8, 'Actions that run at the same time'),
  max_in_flight: withDefault(
    integer(1, 1_000_000),
    1000,
    'Claimed and unfinished actions at which intake waits',
  ),
  wait_for: withDefault(
    section({
      files: required(listOf(path), 'Files that must be there first'),
      timeout: withDefault(timer, 5 * MINUTE, 'How long to wait for them'),
    }),
    {files: [], timeout: 5 * MINUTE},
    'What to wait for before the start, such as certificates',
  ),
  grace: withDefault(timer, 110_000, 'How long running actions may take after SIGTERM'),
  listen: optional(listen, '[HOST:]PORT of probes and metrics'),
  pid_file: optional(path, 'PID file'),
  ready_after: withDefault(timer, 30_000, 'Uptime before the consumer is ready'),
})

export type ConsumerFile = NonNullable<ReturnType<typeof consumerFile.read>>

/** The file of `--actions`. */
export const actionsFile = section({actions: required(actions, 'What the named actions do')})
