import {describe, expect, it} from 'vitest'
import {loadConsumerConfig} from '../../../../../src/lib/consumer/config/load.js'
import type {ActionConfig, ConsumerConfig} from '../../../../../src/lib/consumer/config/types.js'
import {temporaryFolder} from './files.js'

const folder = temporaryFolder()
let files = 0
const HEAD = 'source: {file: x.jsonl}\nincident_conditions: [{tags: {a: b}, alert_actions: [act]}]\n'
const load = (yaml: string, env = {}): Promise<ConsumerConfig> =>
  loadConsumerConfig({file: folder.write(`c${files++}.yaml`, yaml), env})
const action = async (yaml: string, env = {}): Promise<ActionConfig> => {
  const {actions} = await load(`${HEAD}actions:\n  act: ${yaml}\n`, env)
  return actions.get('act') ?? expect.fail('it is not there')
}
const problem = async (yaml: string): Promise<string> => {
  const error: unknown = await action(yaml).catch((thrown: unknown) => thrown)
  return (error as Error).message.replaceAll(/^.*?:\d+:\d+: /gm, '')
}

describe('exec', () => {
  it('has its defaults', async () => {
    expect(await action('{exec: {command: [./run.sh]}}')).toEqual({
      type: 'exec',
      name: 'act',
      command: [`${folder.path}/run.sh`],
      cwd: folder.path,
      env: new Map(),
      enabled: true,
      timeoutMs: 300_000,
      attempts: 1,
      backoff: {initialMs: 10_000, maxMs: 300_000},
      oncePer: 'incident',
      concurrencyKey: undefined,
      onUnknown: 'hold',
      approval: false,
      place: {file: expect.any(String) as string, line: 4, column: 3},
    })
  })

  it('takes everything', async () => {
    const read = await action(
      `
    exec:
      command: [python3, handle.py, 7, {field: tags.host}, {field: /a/b, default: none}]
      cwd: /srv
      env: {TOKEN: '\${API_TOKEN}', HOST: {field: tags.host}}
    enabled: false
    timeout: 90s
    attempts: 3
    backoff: {initial: 1s, max: 4s}
    once_per: 1h
    concurrency_key: {field: tags.host}
    on_unknown: retry
    approval: true`,
      {API_TOKEN: 'hunter22'},
    )
    expect(read).toMatchObject({
      command: [
        'python3',
        'handle.py',
        '7',
        {field: 'tags.host', fallback: undefined},
        {field: '/a/b', fallback: 'none'},
      ],
      cwd: '/srv',
      env: new Map<string, unknown>([
        ['TOKEN', 'hunter22'],
        ['HOST', {field: 'tags.host', fallback: undefined}],
      ]),
      enabled: false,
      timeoutMs: 90_000,
      attempts: 3,
      backoff: {initialMs: 1000, maxMs: 4000},
      oncePer: {windowMs: 3_600_000},
      concurrencyKey: {field: 'tags.host', fallback: undefined},
      onUnknown: 'retry',
      approval: true,
    })
  })

  it.each([
    [
      '{exec: {command: run it}}',
      'actions.act.exec.command: expected a list: the program, then its arguments (no shell reads them)',
    ],
    [
      '{exec: {command: []}}',
      'actions.act.exec.command: expected a list: the program, then its arguments (no shell reads them)',
    ],
    [
      '{exec: {command: [{field: tags.x}]}}',
      'actions.act.exec.command: expected a list whose first item is the program, as plain text',
    ],
    [
      '{exec: {command: [a, {field: host}]}}',
      'actions.act.exec.command[1].field: expected one of id, source, title, status, severity, active, start, end, updated, tags.NAME, or a JSON pointer such as /alerts/0/description',
    ],
    [
      '{exec: {command: [a]}, timeout: 5}',
      'actions.act.timeout: expected a number with its unit, such as 500ms, 5s, 2m, 1h30m or 7d, 24d at most',
    ],
    [
      '{exec: {command: [a]}, http: {url: "http://x"}}',
      'actions.act has more than one type (exec, http): expected exec or http',
    ],
    ['{timeout: 5s}', 'actions.act has no type: expected exec or http'],
    [
      '{runbook: {name: x}}',
      'actions.act.runbook: this type of action is known, but not available in this version',
    ],
    ['{exec: {command: [a, "${X"]}}', 'actions.act.exec.command[1]: a ${ without its }'],
  ])('refuses %s', async (yaml, message) => expect(await problem(yaml)).toBe(message))
})

describe('http', () => {
  it.each([
    ['{url: https://x/y}', {method: 'POST', body: {kind: 'incident'}}],
    ['{url: https://x, method: GET}', {method: 'GET', body: {kind: 'none'}}],
    ['{url: https://x, body: hello}', {body: {kind: 'text', text: 'hello'}}],
    [
      '{url: https://x, json: {a: [1, true, null, "${V}"], f: {field: id}, o: {field: id, other: 1}}}',
      {
        body: {
          kind: 'json',
          template: new Map<string, unknown>([
            ['a', [1, true, null, 'v']],
            ['f', {field: 'id', fallback: undefined}],
            [
              'o',
              new Map<string, unknown>([
                ['field', 'id'],
                ['other', 1],
              ]),
            ],
          ]),
        },
      },
    ],
  ])('%s', async (yaml, expected) =>
    expect(await action(`{http: ${yaml}}`, {V: 'v'})).toMatchObject(expected),
  )

  it.each([
    [
      '{url: ftp://x}',
      'actions.act.http.url: expected a URL that begins with http:// or https:// and holds no user or password',
    ],
    [
      '{url: "https://user:pw@x"}',
      'actions.act.http.url: expected a URL that begins with http:// or https:// and holds no user or password',
    ],
    [
      '{url: https://x, headers: {"a b": c}}',
      'actions.act.http.headers: "a b" cannot be the name of a header',
    ],
    ['{url: https://x, headers: {A: b, a: c}}', 'actions.act.http.headers: the header a is given twice'],
    [
      '{url: https://x, headers: {A: "b\\nc"}}',
      'actions.act.http.headers.A: expected text without line breaks',
    ],
    [
      '{url: https://x, headers: {Idempotency-Key: b}}',
      'actions.act.http.headers: the header Idempotency-Key is set by kbook',
    ],
    [
      '{url: https://x, body: a, json: b}',
      'actions.act.http: body and json say the same thing: keep one of them',
    ],
  ])('refuses %s', async (yaml, message) => expect(await problem(`{http: ${yaml}}`)).toBe(message))

  it('aliases within aliases are cut short', async () => {
    const levels = Array.from(
      {length: 12},
      (_, level) =>
        `l${level}: &l${level} [${Array(10)
          .fill(level === 0 ? 'x' : `*l${level - 1}`)
          .join(', ')}]`,
    )
    expect(await problem(`{http: {url: https://x, json: {${levels.join(', ')}}}}`)).toBe(
      'actions.act.http.json: expected at most 10000 values, aliases included',
    )
  })
})

describe('a file of actions', () => {
  const own = folder.write(
    'actions.yaml',
    'actions: {act: {exec: {command: [./a.sh]}}, spare: {exec: {command: [b]}}}',
  )

  it('is named by the configuration or beside it', async () => {
    const named = await load(`${HEAD}actions_file: actions.yaml`)
    const beside = await loadConsumerConfig({
      file: folder.write('beside.yaml', HEAD),
      actionsFile: own,
      env: {},
    })
    for (const {actions, undefinedActions, files} of [named, beside]) {
      expect([...actions.keys()]).toEqual(['act', 'spare'])
      expect(undefinedActions).toEqual([])
      expect(files[1]).toBe(own)
    }
  })

  it('must not define what the configuration defines', async () => {
    await expect(
      load(`${HEAD}actions_file: actions.yaml\nactions: {act: {exec: {command: [c]}}}`),
    ).rejects.toThrow(`actions.act is defined in ${own} as well`)
  })
})

it('values of variables with a secret name, and secrets written down, are to be masked', async () => {
  const {secrets} = await load(
    `${HEAD}actions: {act: {http: {url: 'https://x/\${PATH_PART}', headers: {Authorization: 'Bearer \${API_TOKEN}', X-Api-Key: abcdef}}}}`,
    {API_TOKEN: 'hunter22', PATH_PART: 'public', OTHER_TOKEN: 'unused'},
  )
  expect(secrets.toSorted()).toEqual(['Bearer hunter22', 'abcdef', 'hunter22'])
})

describe('masked as itself, since a target may echo it', () => {
  const action = (definition: string): string => `${HEAD}actions: {act: ${definition}}`
  it.each([
    ["{http: {url: 'https://x', headers: {Authorization: 'Bearer ${HOOK}'}}}", {HOOK: 'abcd'}],
    ["{http: {url: 'https://x', headers: {X-Other: 'Basic ${HOOK}'}}}", {HOOK: 'abcd'}],
    ["{http: {url: 'https://x', headers: {X-Other: '${HOOK}'}}}", {HOOK: 'Bearer abcd'}],
    ["{http: {url: 'https://x', headers: {Cookie: 'a=${HOOK}'}}}", {HOOK: 'abcd'}],
    ["{http: {url: 'https://x', headers: {Authorization: 'Bearer abcd'}}}", {}],
    ["{http: {url: 'https://x/?a=1&sig=${SIG}'}}", {SIG: 'abcd'}],
    ["{http: {url: '${WHERE}'}}", {WHERE: 'https://x/?a=1&sig=abcd'}],
    ['{exec: {command: [c], env: {DB_PASSWORD: "${DB}"}}}', {DB: 'abcd'}],
    ['{exec: {command: [c, "--with=${TOK}"]}}', {TOK: 'abcd'}],
    ['{exec: {command: [c, "${MY_KEY:-abcd}"]}}', {}],
    ['{exec: {command: [c], env: {DB_PASSWORD: "${DB:-abcd}"}}}', {}],
  ])('%s', async (definition, env) => {
    expect((await load(action(definition), env)).secrets).toContain('abcd')
  })

  it('not what only looks like one', async () => {
    const {secrets} = await load(
      action(
        "{http: {url: 'https://${HOST}/${PLACE}', headers: {X-Stage: '${STAGE}', X-Author: '${STAGE}'}, body: '${KEYBOARD} ${TOKEN_FILE}'}}",
      ),
      {HOST: 'hooks', PLACE: 'public', STAGE: 'prod', KEYBOARD: 'qwerty', TOKEN_FILE: '/run/token'},
    )
    expect(secrets).toEqual([])
  })
})

it.each(['timeout: 30d', 'backoff: 60d', 'backoff: {initial: 1s, max: 25d}'])(
  'refuses to wait longer than a timer can: %s',
  async (setting) => {
    expect(await problem(`{exec: {command: [./run.sh]}, ${setting}}`)).toContain('24d at most')
  },
)
