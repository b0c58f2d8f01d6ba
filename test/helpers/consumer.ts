import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ActionConfig, ConditionConfig, ConsumerConfig} from '../../src/lib/consumer/config/types.js'
import {createIncidentConsumer, type IncidentConsumerOptions} from '../../src/lib/consumer/engine/consumer.js'
import type {ConsumerEvent, RunSummary} from '../../src/lib/consumer/engine/events.js'

const PLACE = {file: 'consumer.yaml', line: 1, column: 1}

/** A condition on one tag that asks for actions. */
export const condition = (tag: string, value: string, ...actions: string[]): ConditionConfig => ({
  number: 1,
  label: actions.join(', '),
  enabled: true,
  state: 'open',
  tags: new Map([[tag, [{kind: 'in', values: new Set([value])}]]]),
  actions,
  place: PLACE,
})

type Exec = Extract<ActionConfig, {type: 'exec'}>

/** An `exec` action with short times, for tests. */
export const execAction = (name: string, command: Exec['command'], settings: Partial<Exec> = {}): Exec => ({
  type: 'exec',
  name,
  command,
  cwd: process.cwd(),
  env: new Map(),
  enabled: true,
  timeoutMs: 30_000,
  attempts: 1,
  backoff: {initialMs: 10, maxMs: 100},
  oncePer: 'incident',
  concurrencyKey: undefined,
  onUnknown: 'hold',
  approval: false,
  place: PLACE,
  ...settings,
})

/** A checked configuration: everything tagged `team: sre` asks for the actions given, or for `act`. */
export function consumerConfig(
  overrides: Partial<ConsumerConfig> = {},
  actions: readonly ActionConfig[] = [],
): ConsumerConfig {
  const names = actions.length > 0 ? actions.map(({name}) => name) : ['act']
  return {
    files: ['consumer.yaml'],
    name: 'test',
    profile: undefined,
    sourceFile: undefined,
    kafka: undefined,
    conditions: [condition('team', 'sre', ...names)],
    actions: new Map(actions.map((action) => [action.name, action])),
    undefinedActions: [],
    maxActions: undefined,
    maxIncidentAgeMs: undefined,
    incidents: {format: 'auto'},
    history: {path: undefined, store: 'sqlite', retentionMs: 90 * 86_400_000},
    deadLetter: undefined,
    concurrency: 4,
    maxInFlight: 100,
    waitFor: {files: [], timeoutMs: 0},
    graceMs: 5000,
    listen: undefined,
    pidFile: undefined,
    readyAfterMs: 0,
    secrets: [],
    ...overrides,
  }
}

export interface IncidentFields {
  active?: boolean
  team?: string
  updated?: number
}

/** A BigPanda incident as one line of JSON. */
export const incident = (id: string, {active = true, team = 'sre', updated}: IncidentFields = {}): string =>
  JSON.stringify({
    id,
    status: active ? 'critical' : 'ok',
    severity: 'critical',
    active,
    startedOn: 1_700_000_000,
    ...(updated === undefined ? {} : {updatedOn: updated}),
    alerts: [{id: `a-${id}`, tags: [{name: 'team', value: team}]}],
  })

/** A file of lines in a folder. */
export function linesFile(folder: string, lines: readonly string[], name = 'incidents.jsonl'): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return path
}

export interface Ran {
  summary: RunSummary
  events: ConsumerEvent[]
}

/** Runs a consumer to its end. */
export async function runConsumer(options: IncidentConsumerOptions): Promise<Ran> {
  const events: ConsumerEvent[] = []
  const consumer = createIncidentConsumer(options)
  consumer.on((event) => events.push(event))
  return {summary: await consumer.run(), events}
}

/** Types of the events, without those that only frame a run. */
export const story = (events: readonly ConsumerEvent[]): string[] =>
  events
    .filter(({type}) => !['ready', 'stopping', 'stopped', 'joined', 'connected'].includes(type))
    .map((event) => {
      const key = 'key' in event ? ` ${event.key}` : ''
      const reason = event.type === 'skipped' ? ` (${event.reason})` : ''
      return `${event.type}${key}${reason}`
    })

/** Kafka settings with the shortest session that a broker takes, from the beginning of the topic. */
export const kafkaSettings = (groupId: string, topic: string): NonNullable<ConsumerConfig['kafka']> => ({
  groupId,
  topics: [topic],
  brokers: undefined,
  sessionTimeoutMs: 6000,
  heartbeatIntervalMs: 500,
  maxPollRecords: 500,
  startFrom: 'beginning',
})
