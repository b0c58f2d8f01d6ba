import {describe, expect, it} from 'vitest'
import {lintConfigs} from '../../../../../src/lib/consumer/config/lint/lint.js'
import {temporaryFolder} from './files.js'

const folder = temporaryFolder()
let files = 0
const write = (yaml: string): string => folder.write(`c${files++}.yaml`, yaml)
const lint = async (...yamls: string[]): Promise<string[]> => {
  const found = await lintConfigs({files: yamls.map(write), env: {PATH: '/bin:/usr/bin'}})
  return found.map(
    ({line, severity, rule, message}) =>
      `${line} ${severity} ${rule}: ${message.replaceAll(/\S*\/(c\d+\.yaml)/g, 'FILE')}`,
  )
}
const KAFKA = 'kafka: {consumer_group_id: g, topics: [t]}\n'
const ACTIONS = 'actions: {x: {exec: {command: [sh]}}, y: {exec: {command: [sh]}}}\n'
const conditions = (...all: string[]): string =>
  `${KAFKA}${ACTIONS}incident_conditions:\n${[...all, '{tags: {last: one}, alert_actions: [x, y]}'].map((one) => `  - ${one}\n`).join('')}`

it('a good configuration has no findings', async () => expect(await lint(conditions())).toEqual([]))

it('names what cannot be read, and goes on with the rest', async () => {
  const found = await lintConfigs({
    files: [`${folder.path}/nope.yaml`, write('a: [1'), write(`${KAFKA}typo: 1`)],
    env: {},
  })
  expect(found.map(({rule, line}) => [rule, line])).toEqual([
    ['unreadable', 1],
    ['unreadable', 1],
    ['missing', 1],
    ['unknown-key', 2],
  ])
})

it('a file that is given twice is one file', async () => {
  const file = write(conditions())
  expect(await lintConfigs({files: [file, file], env: {PATH: '/bin:/usr/bin'}})).toEqual([])
})

describe('actions', () => {
  it.each([
    [
      `${KAFKA}incident_conditions: [{tags: {a: b}, alert_actions: [zap]}]`,
      ['2 error undefined-action: the action zap is not defined'],
    ],
    [
      `${KAFKA}${ACTIONS}incident_conditions: [{tags: {a: b}, alert_actions: [y, zap]}, {enabled: false, tags: {a: c}, alert_actions: [off]}]`,
      [
        '2 warning unused-action: no condition runs the action x',
        '3 error undefined-action: the action zap is not defined',
      ],
    ],
    [
      conditions().replace('y: {', 'y: {timeout: 2m, '),
      ['2 warning timeout-grace: y may take 2m, and is killed when a stop takes longer than 1m 50s'],
    ],
    [
      conditions().replace('y: {exec: {command: [sh]}}', 'y: {exec: {command: [no-such-program]}}'),
      ['2 warning no-program: y: no-such-program is not an executable file on this machine'],
    ],
    [
      conditions().replace('y: {exec: {command: [sh]}}', 'y: {http: {url: "http://pager.example"}}'),
      ['2 warning plain-http: y sends incidents unencrypted'],
    ],
    [conditions().replace('y: {exec: {command: [sh]}}', 'y: {http: {url: "http://127.0.0.1:1"}}'), []],
    [
      conditions().replace(
        'y: {exec: {command: [sh]}}',
        'y: {http: {url: "https://x", headers: {Authorization: Bearer abc}}}',
      ),
      [
        '2 warning inline-secret: actions.y.http.headers.Authorization looks like a secret that is written into the file',
      ],
    ],
    [
      conditions().replace('command: [sh]}}}', 'command: [sh, "${MY_TOKEN:-abc}", "${MY_TOKEN:-}"]}}}'),
      [
        '2 warning inline-secret: actions.y.exec.command[1] looks like a secret that is written into the file',
      ],
    ],
    [
      conditions().replace(
        'command: [sh]}}}',
        'command: [sh], env: {PASSWORD_FILE: /x, API_TOKEN: {field: id}}}}}',
      ),
      [],
    ],
  ])('%#', async (yaml, expected) => expect(await lint(yaml)).toEqual(expected))

  it('in a file for several configurations, some may be unused', async () => {
    const config = write(`${KAFKA}incident_conditions: [{tags: {a: b}, alert_actions: [x]}]`)
    expect(
      await lintConfigs({files: [config], actionsFile: write(ACTIONS), env: {PATH: '/bin:/usr/bin'}}),
    ).toEqual([])
  })
})

describe('conditions', () => {
  it.each([
    [
      '{tags: {}, alert_actions: [x]}',
      [
        '4 warning matches-everything: condition 1 (x) has no tags: it runs its actions for every open incident',
      ],
    ],
    [
      '{tags: {a: {in: [b], not: [b, c]}}, alert_actions: [x]}',
      ['4 warning unreachable: condition 1 (x) can never match: its tests of the tag a exclude one another'],
    ],
    [
      '{tags: {a: {exists: false, glob: b*}}, alert_actions: [x]}',
      ['4 warning unreachable: condition 1 (x) can never match: its tests of the tag a exclude one another'],
    ],
    ['{tags: {a: {in: [b], not: c}}, alert_actions: [x]}', []],
    [
      '{tags: {a: "web-*"}, alert_actions: [x]}',
      [
        '4 warning tag-operator: condition 1 (x): a is compared with "web-*" as it is: for a pattern write {glob: …}',
      ],
    ],
    [
      '{tags: {a: "^web"}, alert_actions: [x]}',
      [
        '4 warning tag-operator: condition 1 (x): a is compared with "^web" as it is: for a pattern write {matches: …}',
      ],
    ],
    [
      '{tags: {a: "!web"}, alert_actions: [x]}',
      [
        '4 warning tag-operator: condition 1 (x): a is compared with "!web" as it is: for a pattern write {not: …}',
      ],
    ],
    [
      '{tags: {a: {glob: web}}, alert_actions: [x]}',
      ['4 warning tag-operator: condition 1 (x): a has a glob without * or ?: write the value as it is'],
    ],
  ])('%s', async (yaml, expected) => expect(await lint(conditions(yaml))).toEqual(expected))

  it.each([
    [
      '{tags: {a: b}, alert_actions: [x]}',
      '{tags: {A: [b]}, alert_actions: [x]}',
      'duplicate-condition: condition 2 (x) says the same as condition 1 (x) in line 4',
    ],
    [
      '{tags: {a: [b, c]}, alert_actions: [x, y]}',
      '{tags: {a: b, d: e}, alert_actions: [y]}',
      'unreachable: condition 2 (y) has no effect beside condition 1 (x, y) in line 4',
    ],
    [
      '{tags: {a: b, d: e}, alert_actions: [y]}',
      '{tags: {a: {exists: true}}, alert_actions: [y]}',
      'unreachable: condition 1 (y) has no effect beside condition 2 (y) in line 5',
    ],
    [
      '{tags: {a: {not: b}}, alert_actions: [x]}',
      '{tags: {a: {not: [b, c]}}, alert_actions: [x]}',
      'unreachable: condition 2 (x) has no effect beside condition 1 (x) in line 4',
    ],
  ])('%s and %s', async (one, other, expected) => {
    const found = await lint(conditions(one, other))
    expect(found.map((text) => text.replace(/^\d+ warning /, ''))).toEqual([expected])
  })

  it.each([
    ['{tags: {a: b}, alert_actions: [x]}', '{tags: {a: b}, alert_actions: [y]}'],
    [
      '{tags: {a: b}, alert_actions: [x]}',
      '{active: false, match_closed: true, tags: {a: b}, alert_actions: [x]}',
    ],
    ['{tags: {a: b}, alert_actions: [x]}', '{enabled: false, tags: {a: b}, alert_actions: [x]}'],
    ['{tags: {a: [b, c]}, alert_actions: [x]}', '{tags: {a: [c, d]}, alert_actions: [x]}'],
  ])('%s and %s go together', async (one, other) => expect(await lint(conditions(one, other))).toEqual([]))
})

describe('Kafka and history', () => {
  const more = (kafka: string, rest = ''): string =>
    conditions().replace('topics: [t]', `topics: [t], ${kafka}`) + rest

  it.each([
    [
      more('heartbeat_interval_ms: 20000'),
      ['1 warning heartbeat: heartbeats every 20000 ms are rare for a session of 30000 ms'],
    ],
    [
      more('session_timeout_ms: 3000, heartbeat_interval_ms: 500'),
      ['1 warning session: brokers refuse a session of 3000 ms, unless they are configured for it'],
    ],
  ])('%#', async (yaml, expected) => expect(await lint(yaml)).toEqual(expected))

  it.each([
    ['', '', ['1 error shared-group: the group g is also used in FILE']],
    ['brokers: [a, b]', 'brokers: [b:9092]', ['1 error shared-group: the group g is also used in FILE']],
    ['brokers: [a]', 'brokers: [b]', []],
    [
      'brokers: [a]',
      '',
      ['1 warning shared-group: the group g is also used in FILE, maybe on the same cluster'],
    ],
  ])('one group in two files: %j and %j', async (one, other, expected) => {
    expect(await lint(more(one), more(other))).toEqual(expected)
  })

  it('one group on clusters of two profiles', async () => {
    const found = await lint(`${conditions()}profile: a`, `${conditions()}profile: b`)
    expect(found).toEqual([
      '1 warning shared-group: the group g is also used in FILE, maybe on the same cluster',
    ])
  })

  it('one history in two files', async () => {
    const other = conditions().replace('g,', 'h,')
    const found = await lint(`${conditions()}history: {path: h.db}`, `${other}history: {path: ./h.db}`)
    expect(found).toEqual([expect.stringContaining('error shared-history: the history')])
  })
})
