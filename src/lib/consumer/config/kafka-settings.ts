import {INSTANT_FORM, instantMs} from '../../config/instant.js'
import {KINDS} from '../../config/value-kinds.js'
import {converted, listOf, optional, required, section, withDefault} from './collections.js'
import {placeOf, type Reader} from './reader.js'
import {integer, parsed, text, textLike} from './scalars.js'
import type {KafkaSettings, StartFrom} from './types.js'

const topic = textLike(/^(?!\.{1,2}$)[\w.-]{1,249}$/, 'the name of a topic')

const broker = parsed('host:port', (written) => KINDS.brokers.read([written], '')?.[0])

const START_WORDS: ReadonlyMap<string, StartFrom> = new Map([
  ['beginning', 'beginning'],
  ['start', 'beginning'],
  ['earliest', 'beginning'],
  ['end', 'end'],
  ['latest', 'end'],
])

const startFrom = parsed<StartFrom>(`beginning, end, or ${INSTANT_FORM}`, (written) => {
  const word = START_WORDS.get(written.toLowerCase())
  const time = word === undefined ? instantMs(written) : undefined
  return word ?? (time === undefined ? undefined : {time})
})

/** `kafka:`, the consumer group and its topics. */
export const kafkaSettings: Reader<KafkaSettings> = converted(
  section({
    consumer_group_id: required(text, 'Consumer group; one for each configuration'),
    topics: required(listOf(topic, {single: true}), 'Topics to read'),
    brokers: optional(listOf(broker, {single: true}), "Brokers to start from; the profile's by default"),
    session_timeout_ms: withDefault(
      integer(1000, 1_800_000),
      30_000,
      'Time without heartbeat until the group goes on without this member',
    ),
    heartbeat_interval_ms: withDefault(integer(100, 600_000), 3000, 'Time between heartbeats'),
    max_poll_records: withDefault(integer(1, 100_000), 500, 'Messages claimed in one transaction at most'),
    start_from: withDefault<StartFrom>(startFrom, 'end', 'Where a group without commits begins'),
  }),
  (read, _, scope) => {
    const [session, heartbeat] = [read.session_timeout_ms, read.heartbeat_interval_ms]
    if (heartbeat >= session) {
      const path = `${scope.path}.heartbeat_interval_ms`
      const message = `${path}: ${heartbeat} ms is not shorter than session_timeout_ms (${session} ms)`
      scope.findings.error(scope.places.get(path) ?? placeOf(scope), path, 'heartbeat', message, THIRD)
    }
    const [first, ...others] = read.topics
    if (first === undefined) return undefined
    return {
      groupId: read.consumer_group_id,
      topics: [first, ...others],
      brokers: read.brokers,
      sessionTimeoutMs: session,
      heartbeatIntervalMs: heartbeat,
      maxPollRecords: read.max_poll_records,
      startFrom: read.start_from,
    }
  },
)

/** What is usual, and said in more than one place. */
export const THIRD = 'A third of the session time-out, or less, lets two heartbeats get lost.'
