import {describe, expect, it} from 'vitest'
import {loadConsumerConfig} from '../../../../../src/lib/consumer/config/load.js'
import type {ConsumerConfig} from '../../../../../src/lib/consumer/config/types.js'
import {KbookError} from '../../../../../src/lib/errors.js'
import {temporaryFolder} from './files.js'

const folder = temporaryFolder()
let files = 0
const write = (yaml: string): string => folder.write(`c${files++}.yaml`, yaml)
const load = (yaml: string, env = {}): Promise<ConsumerConfig> => loadConsumerConfig({file: write(yaml), env})

/** The problems of a file, without its name. */
async function problems(yaml: string, env = {}): Promise<string[]> {
  const file = write(yaml)
  try {
    await loadConsumerConfig({file, env})
  } catch (error) {
    if (error instanceof KbookError) return error.message.replaceAll(`${file}:`, '').split('\n')
    throw error
  }
  return expect.fail('it was loaded')
}

const MINIMAL = `
kafka: {consumer_group_id: g, topics: [t]}
incident_conditions: [{tags: {a: b}, alert_actions: [x]}]
`

it('tells a mistyped key once, with the one that was meant', async () => {
  expect(await problems(MINIMAL.replace('incident_conditions', 'incident_conditons'))).toEqual([
    '3:1: unknown key "incident_conditons"',
  ])
})

describe('a file as incident consumers have it', () => {
  it('loads unchanged, with every default filled in', async () => {
    const config = await load(`
kafka:
  consumer_group_id: sre-oozie-consumer-prod  # Unique per consumer!
  topics: [sre]

incident_conditions:
  - active: true
    tags:
      alert_type: oozie
    alert_actions:
      - handle_oozie
`)
    expect(config).toMatchObject({
      name: 'sre-oozie-consumer-prod',
      kafka: {
        groupId: 'sre-oozie-consumer-prod',
        topics: ['sre'],
        brokers: undefined,
        sessionTimeoutMs: 30_000,
        heartbeatIntervalMs: 3000,
        maxPollRecords: 500,
        startFrom: 'end',
      },
      conditions: [
        {
          number: 1,
          label: 'handle_oozie',
          enabled: true,
          state: 'open',
          tags: new Map([['alert_type', [{kind: 'in', values: new Set(['oozie'])}]]]),
          actions: ['handle_oozie'],
          place: {line: 7, column: 5},
        },
      ],
      undefinedActions: [{name: 'handle_oozie'}],
      maxIncidentAgeMs: 86_400_000,
      incidents: {format: 'auto'},
      history: {path: undefined, store: 'sqlite', retentionMs: 90 * 86_400_000},
      graceMs: 110_000,
      readyAfterMs: 30_000,
    })
  })

  it('takes its name from itself, the environment or its file', async () => {
    const names = await Promise.all([
      load(`name: own\n${MINIMAL}`, {CONSUMER_NAME: 'env'}),
      load(MINIMAL, {CONSUMER_NAME: 'env'}),
      load('source: {file: x.jsonl}\nincident_conditions: [{tags: {}, alert_actions: [x]}]'),
    ])
    expect(names.map(({name}) => name)).toEqual(['own', 'env', expect.stringMatching(/^c\d+$/)])
  })
})

describe('settings', () => {
  it('are read, with paths that start at the folder of the file', async () => {
    const config = await load(
      `
name: \${NAME:-n}
profile: prod
kafka:
  consumer_group_id: \${GROUP}
  topics: sre
  brokers: [a, 'b:9093']
  session_timeout_ms: \${SESSION}
  start_from: 2026-01-31T14:00
format: alertmanager
incident_conditions: [{tags: {a: b}, alert_actions: [x, x]}]
max_actions: {count: 10, per: 10m}
max_incident_age: never
history: {path: data/history.db, retention: 30d}
dead_letter: {topic: sre.dead}
concurrency: 2
max_in_flight: 50
wait_for: {files: [/certs/tls.crt, tls.key], timeout: 1m}
grace: 1h30m
listen: 8080
pid_file: ~/x.pid
ready_after: 5s
`,
      {GROUP: 'g', SESSION: '45000'},
    )
    expect(config).toMatchObject({
      name: 'n',
      profile: 'prod',
      kafka: {
        groupId: 'g',
        topics: ['sre'],
        brokers: ['a:9092', 'b:9093'],
        sessionTimeoutMs: 45_000,
        startFrom: {time: Date.UTC(2026, 0, 31, 14)},
      },
      incidents: {format: 'alertmanager'},
      maxActions: {count: 10, perMs: 600_000},
      maxIncidentAgeMs: undefined,
      history: {path: `${folder.path}/data/history.db`, retentionMs: 30 * 86_400_000},
      deadLetter: {topic: 'sre.dead'},
      concurrency: 2,
      maxInFlight: 50,
      waitFor: {files: ['/certs/tls.crt', `${folder.path}/tls.key`], timeoutMs: 60_000},
      graceMs: 5_400_000,
      listen: '8080',
      readyAfterMs: 5000,
    })
    expect(config.conditions[0]?.actions).toEqual(['x'])
    expect(config.pidFile).not.toContain('~')
  })

  it('fields by pointers', async () => {
    const {incidents} = await load(`
source: {file: x.jsonl}
fields: {id: /event/id, severity: /p, severities: {P1: critical}, closed: Done, tags: {Host: /h/0}}
incident_conditions: [{tags: {a: b}, alert_actions: [x]}]
`)
    expect(incidents).toMatchObject({
      format: 'fields',
      fields: {
        id: ['event', 'id'],
        severities: new Map([['p1', 'critical']]),
        closed: new Set(['done']),
        tagSets: [],
        tags: new Map([['host', ['h', '0']]]),
      },
    })
  })
})

describe('problems', () => {
  it('are told all at once, with line and column, path and what was meant', async () => {
    const yaml = `
kafka:
  consumer_group: g
  topics: [ok, 'not ok']
  sesion_timeout_ms: 10
  heartbeat_interval_ms: soon
incident_conditions:
  - active: false
    tags: {a: {like: x}}
    alert_actions: [bad name]
grace: 5
colour: red
`
    expect(await problems(yaml)).toEqual([
      '3:3: unknown key "consumer_group" in kafka',
      '4:16: kafka.topics[1]: expected the name of a topic',
      '5:3: unknown key "sesion_timeout_ms" in kafka',
      '6:26: kafka.heartbeat_interval_ms: expected a whole number from 100 to 600000',
      '9:16: unknown key "like" in incident_conditions[0].tags.a',
      '10:21: incident_conditions[0].alert_actions[0]: expected the name of an action: letters, digits, _ . and -, up to 64, a letter or digit first',
      '11:8: grace: expected a number with its unit, such as 500ms, 5s, 2m, 1h30m or 7d, 24d at most',
      '12:1: unknown key "colour"',
    ])
    const error: unknown = await loadConsumerConfig({file: write(yaml), env: {}}).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({code: 'BAD_CONFIG', exitCode: 2})
    expect((error as KbookError).hints).toContain('Did you mean "consumer_group_id"?')
  })

  it.each([
    [
      '',
      [
        '1:1: incident_conditions is missing: expected a list, each item a mapping with name, active, match_closed, enabled, …',
      ],
    ],
    [
      MINIMAL.replace('g,', '7,'),
      ['2:28: kafka.consumer_group_id: expected text, in quotes where it looks like a number'],
    ],
    [
      'incident_conditions: [{tags: {a: b}, alert_actions: [x]}]',
      ['1:1: kafka is missing: expected consumer_group_id and topics'],
    ],
    [`${MINIMAL}<<: {grace: 1m}`, ['4:1: unknown key "<<"']],
    [`${MINIMAL}__proto__: {x: 1}`, ['4:1: unknown key "__proto__"']],
    [
      `${MINIMAL}format: auto\nfields: {id: /id}`,
      ['5:1: format and fields say the same thing: keep one of them'],
    ],
    [`${MINIMAL}dead_letter: {}`, ['4:1: dead_letter: expected either topic or file']],
    [
      `${MINIMAL}history: {store: kafka}`,
      ['4:11: history.store: kafka is known, but not available in this version'],
    ],
    [`${MINIMAL}listen: a b`, ['4:9: listen: expected [HOST:]PORT, such as 8080 or 127.0.0.1:8080']],
    [`${MINIMAL}name: \${NAME}`, ['4:7: name: the environment variable NAME is not set']],
    [
      `${MINIMAL}grace: *nowhere`,
      ['4:8: grace: expected a number with its unit, such as 500ms, 5s, 2m, 1h30m or 7d, 24d at most'],
    ],
    ['- a', ['1:1: the file: expected a mapping with name, profile, source, kafka, …']],
    [`${MINIMAL}fields: {id: id}`, ['4:14: fields.id: expected a JSON pointer such as /alert/id']],
    [
      MINIMAL.replace('topics: [t]', 'topics: []'),
      ['2:39: kafka.topics: expected the name of a topic, or a list of such'],
    ],
    [
      MINIMAL.replace('topics', 'heartbeat_interval_ms: 30000, topics'),
      ['2:31: kafka.heartbeat_interval_ms: 30000 ms is not shorter than session_timeout_ms (30000 ms)'],
    ],
  ])('%#', async (yaml, expected) => expect(await problems(yaml)).toEqual(expected))

  it.each([
    ['a: [1', /^1:\d: broken YAML|^2:\d: broken YAML/],
    ['a: 1\na: 2', /broken YAML: Map keys must be unique/],
    ['a: !!js/function "x"', /broken YAML/],
    ['--- a\n--- b', /broken YAML/],
    ['\tkafka: 1', /broken YAML/],
  ])('broken YAML: %j', async (yaml, message) => expect((await problems(yaml)).join('\n')).toMatch(message))

  it('a missing file and a folder', async () => {
    await expect(loadConsumerConfig({file: `${folder.path}/nope.yaml`})).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      message: `cannot read ${folder.path}/nope.yaml: there is no such file`,
    })
    await expect(loadConsumerConfig({file: folder.path})).rejects.toThrow('it is a folder')
  })

  it('a value from the environment never becomes structure or shows in an error', async () => {
    const secret = '}, x: [secret'
    const text = (await problems(`${MINIMAL}grace: \${S}\nconcurrency: '\${S}'`, {S: secret})).join('\n')
    expect(text).not.toContain('secret')
    const config = await load(MINIMAL.replace('a: b', "a: '${S}'"), {S: secret})
    expect(config.conditions[0]?.tags.get('a')).toEqual([{kind: 'in', values: new Set([secret])}])
  })
})
