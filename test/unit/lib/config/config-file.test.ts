import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {loadConfigFile, type ConfigFile} from '../../../../src/lib/config/config-file.js'
import {KbookError} from '../../../../src/lib/errors.js'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-config-'))
  path = join(folder, 'config.yaml')
})
afterEach(() => rm(folder, {recursive: true}))

async function load(text: string): Promise<ConfigFile> {
  await writeFile(path, text)
  return loadConfigFile(path)
}

async function problemOf(text: string): Promise<KbookError> {
  const error: unknown = await load(text).catch((thrown: unknown) => thrown)
  if (!(error instanceof KbookError)) throw new Error('there was no problem')
  expect(error).toMatchObject({code: 'BAD_CONFIG', exitCode: 2})
  return error
}

describe('a good file', () => {
  it('gives every setting with its line, paths made absolute', async () => {
    const {current, profiles} = await load(`# clusters
current: prod
profiles:
  prod:
    brokers: [k0:9093, "[::1]:9094", k2]
    tls:
      ca: pki/ca.pem
      key: ~/client.key
    sasl: {mechanism: SCRAM-SHA-512, username: ops, password: hunter2}
    kube:
      context: prod-eu
      namespaces: {kafka: redpanda}
    protected: true
    timeout: 2m
`)
    expect(current).toEqual({name: 'prod', line: 2})
    const prod = profiles.get('prod')
    expect(prod?.settings).toMatchObject({
      brokers: ['k0:9093', '[::1]:9094', 'k2:9092'],
      'tls.ca': join(folder, 'pki/ca.pem'),
      'sasl.mechanism': 'scram-sha-512',
      'kube.namespaces': {kafka: 'redpanda'},
      protected: true,
      timeout: '2m',
    })
    expect(prod?.settings['tls.key']).toMatch(/^\/.*\/client\.key$/)
    expect(prod?.settings['sasl.password']?.reveal()).toBe('hunter2')
    expect(prod?.lines.get('tls.ca')).toBe(7)
    expect(prod?.lines.get('sasl.username')).toBe(9)
  })

  it.each([
    ['tls: true', true],
    ['tls: {}', true],
    ['tls: false', false],
  ])('%s says only whether there is TLS', async (line, enabled) => {
    const {profiles} = await load(`profiles:\n  a:\n    ${line}\n`)
    expect(profiles.get('a')?.settings).toEqual({'tls.enabled': enabled})
  })

  it('may be missing, empty, or only comments', async () => {
    expect((await loadConfigFile(join(folder, 'none.yaml'))).profiles.size).toBe(0)
    expect((await load('')).profiles.size).toBe(0)
    expect((await load('# nothing yet\nprofiles:\n')).profiles.size).toBe(0)
  })

  it('may share settings by anchor and alias', async () => {
    const {profiles} = await load('profiles:\n  a: &a\n    brokers: k:1\n  b: *a\n')
    expect(profiles.get('b')?.settings).toEqual({brokers: ['k:1']})
  })

  it('may use names that are special in JavaScript', async () => {
    const {profiles} = await load('profiles:\n  constructor:\n    brokers: k:1\n')
    expect([...profiles.keys()]).toEqual(['constructor'])
  })
})

describe('a bad file is one error that names the place', () => {
  it('unknown keys, with the nearest known one', async () => {
    const {message, hints} = await problemOf(
      'profiles:\n  prod:\n    broker: [k:1]\n    sasl: {mechanisn: plain}\n',
    )
    expect(message.split('\n')).toEqual([
      `${path}:3:5: unknown key "broker" in profiles.prod`,
      `${path}:4:12: unknown key "mechanisn" in profiles.prod.sasl`,
    ])
    expect(hints).toEqual(['Did you mean "brokers"?', 'Did you mean "mechanism"?'])
    expect((await problemOf('profile: {}')).hints).toEqual(['Did you mean "profiles"?'])
  })

  it('unknown keys that resemble nothing: the known ones', async () => {
    const {hints} = await problemOf('profiles:\n  a:\n    tls:\n      xxxxxxxxxxxxxxx: 1\n')
    expect(hints[0]).toContain('Known here: enabled, ca, cert, key')
  })

  it.each([
    ['brokers: []', '3:14: profiles.a.brokers: expected a list of host:port'],
    ['brokers: [SASL_SSL://k:1]', 'expected a list of host:port'],
    ['brokers: ["k:99999"]', 'expected a list of host:port'],
    ['protected: maybe', 'profiles.a.protected: expected true or false'],
    ['timeout: 5', 'profiles.a.timeout: expected a number with its unit'],
    ['timeout: 0s', 'profiles.a.timeout: expected a number with its unit'],
    ['sasl: {mechanism: gssapi}', 'expected one of plain, scram-sha-256, scram-sha-512, oauthbearer'],
    ['sasl: {password_command: 1}', 'expected a list: the program and its arguments'],
    ['sasl: plain', 'profiles.a.sasl: expected a mapping'],
    ['sasl: [plain]', 'profiles.a.sasl: expected a mapping'],
    ['tls: yes please', 'profiles.a.tls.enabled: expected true or false'],
    ['kube: {namespaces: [a]}', 'expected a mapping of names to names'],
    ['brokers: *nowhere', 'expected a list of host:port'],
    ['tls: {ca: x, ca: y}', 'broken YAML: Map keys must be unique'],
  ])('%s', async (line, words) => {
    expect((await problemOf(`profiles:\n  a:\n    ${line}\n`)).message).toContain(words)
  })

  it('two ways to say one thing', async () => {
    const {message} = await problemOf(
      'profiles:\n  a:\n    sasl:\n      password_env: X\n      password_file: y\n',
    )
    expect(message).toContain('sasl.password_env and sasl.password_file say the same thing')
  })

  it('broken YAML, by line and column', async () => {
    const {message, details} = await problemOf('profiles:\n  a:\n    brokers: [k:1\n  b: 1\n')
    expect(message).toMatch(new RegExp(`^${path}:4:\\d+: broken YAML: `))
    expect(details).toMatchObject({file: path, line: 4})
  })

  it('a profile that could not be named on a command line', async () => {
    expect((await problemOf('profiles:\n  "-x": {}\n')).message).toContain('a name has letters')
    expect((await problemOf('profiles:\n  __proto__: {}\n')).message).toContain('a name has letters')
  })

  it('a folder in its place', async () => {
    await expect(loadConfigFile(folder)).rejects.toMatchObject({code: 'BAD_CONFIG'})
  })
})

it.each([
  'sasl: {password: 12345678}',
  'sasl: {password: [hunter2]}',
  'sasl: {password: *hunter2}',
  'sasl: {password: !hunter2}',
  'sasl: {password: @hunter2}',
  'sasl: {password: "hunter2\\q"}',
  'sasl: {password: "hunter2}',
  'sasl: {password: hunter2: x}',
  'sasl:\n     password: hunter2\n    x: hunter2',
  'tls: hunter2',
  'brokers: hunter2/x',
  'timeout: hunter2',
])('no error repeats a value: %s', async (line) => {
  const error = await problemOf(`profiles:\n  a:\n    ${line}\n`)
  expect(JSON.stringify([error.message, error.hints, error.details])).not.toMatch(/hunter2|12345678/)
})
