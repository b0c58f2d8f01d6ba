import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {inspect} from 'node:util'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {connectionOf} from '../../../../src/lib/config/connect.js'
import type {KafkaConnection} from '../../../../src/lib/config/connection.js'
import {resolveProfile} from '../../../../src/lib/config/resolve.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-connect-'))
})
afterEach(() => rm(folder, {recursive: true}))

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text, {mode: 0o600})
  return join(folder, name)
}

/** The connection of a profile whose YAML (below its name) is given. */
async function connect(yaml: string, env: Record<string, string> = {}): Promise<KafkaConnection> {
  const config = await file('config.yaml', `profiles:\n  p:\n    ${yaml.trim().replaceAll('\n', '\n    ')}\n`)
  const all = {KBOOK_CONFIG: config, ...env}
  return connectionOf(await resolveProfile({profile: 'p'}, all), all)
}

/** A program for `password_command`: runs JavaScript. */
const command = (script: string): string => JSON.stringify([process.execPath, '-e', script])
const plain = (password: string): string => `brokers: k:1\nsasl: {mechanism: plain, username: u, ${password}}`

it('is plain when nothing else is said', async () => {
  const connection = await connect('brokers: [k:1, k:2]\ncluster_id: abc\nrequest_timeout: 30s')
  expect({...connection}).toEqual({
    name: 'p',
    brokers: ['k:1', 'k:2'],
    clientId: 'kbook',
    connectTimeoutMs: 10_000,
    requestTimeoutMs: 30_000,
    expectedClusterId: 'abc',
  })
})

it('reads certificates, key and passphrase', async () => {
  await file('ca.pem', PEM)
  await file('cert.pem', PEM)
  await file('key.pem', '-----BEGIN ENCRYPTED PRIVATE KEY-----\n')
  const {tls} = await connect(
    'brokers: k:1\ntls: {ca: ca.pem, cert: cert.pem, key: key.pem, key_passphrase_env: PHRASE, servername: kafka}',
    {PHRASE: 'hunter2'},
  )
  expect(tls).toEqual({
    ca: PEM,
    cert: PEM,
    key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\n',
    passphrase: 'hunter2',
    servername: 'kafka',
  })
})

describe('certificates that are rotated', () => {
  beforeEach(() => vi.useFakeTimers({toFake: ['Date']}))
  afterEach(() => vi.useRealTimers())
  const renewed = PEM.replace('AAAA', 'BBBB')

  it('are read anew for a later connect', async () => {
    const ca = await file('ca.pem', PEM)
    const {currentTls} = await connect('brokers: k:1\ntls: {ca: ca.pem}')
    await writeFile(ca, renewed)
    expect(await currentTls?.()).toEqual({ca: PEM})
    vi.setSystemTime(Date.now() + 11_000)
    expect(await currentTls?.()).toEqual({ca: renewed})
  })

  it('stay what they were while the file is gone or half written', async () => {
    const ca = await file('ca.pem', PEM)
    const {currentTls} = await connect('brokers: k:1\ntls: {ca: ca.pem}')
    for (const rewrite of [() => writeFile(ca, '-----BEG'), () => rm(ca)]) {
      await rewrite()
      vi.setSystemTime(Date.now() + 11_000)
      expect(await currentTls?.()).toEqual({ca: PEM})
    }
    await writeFile(ca, renewed)
    vi.setSystemTime(Date.now() + 11_000)
    expect(await currentTls?.()).toEqual({ca: renewed})
  })
})

it('takes the password from the file, variable, command or setting that the profile names', async () => {
  await file('secret', 'hunter2\n')
  const from = async (password: string, env = {}): Promise<unknown> =>
    (await connect(plain(password), env)).sasl
  const sasl = {mechanism: 'plain', username: 'u', password: 'hunter2'}
  expect(await from('password: hunter2')).toEqual(sasl)
  expect(await from('password_file: secret')).toEqual(sasl)
  expect(await from('password_env: SECRET', {SECRET: 'hunter2'})).toEqual(sasl)
  expect(await from(`password_command: ${command('console.log("hunter2")')}`)).toEqual(sasl)
  expect(await from('password_file: none', {KBOOK_SASL_PASSWORD: 'hunter2'})).toEqual(sasl)
})

it('runs no shell', async () => {
  const {sasl} = await connect(plain('password_command: [echo, "$HOME; `id` > x"]'))
  expect(sasl).toMatchObject({password: '$HOME; `id` > x'})
})

it('shows no secret, however it is printed', async () => {
  const connection = await connect(plain('password: hunter2') + '\ntls: {}')
  for (const text of [JSON.stringify({connection}), inspect(connection), inspect([{connection}], {depth: 9})])
    expect(text).not.toContain('hunter2')
})

describe('oauthbearer', () => {
  const jwt = (seconds: number): string =>
    `e30.${Buffer.from(JSON.stringify({exp: Math.floor(Date.now() / 1000) + seconds})).toString('base64url')}.x`
  const tokens = async (
    token: string,
  ): Promise<{get: () => Promise<string>; runs: () => Promise<number>}> => {
    const log = await file('runs', '')
    const script = `require('fs').appendFileSync(${JSON.stringify(log)}, '.'); console.log(${JSON.stringify(token)})`
    const {sasl} = await connect(
      `brokers: k:1\nsasl: {mechanism: oauthbearer, token_command: ${JSON.stringify([process.execPath, '-e', script])}}`,
    )
    if (sasl?.mechanism !== 'oauthbearer') throw new Error('not oauthbearer')
    const {readFile} = await import('node:fs/promises')
    return {get: sasl.token, runs: async () => (await readFile(log, 'utf8')).length}
  }

  it('runs its command once for calls at the same time, and keeps a token while it is valid', async () => {
    const token = jwt(3600)
    const {get, runs} = await tokens(token)
    expect(await runs()).toBe(0)
    expect(await Promise.all([get(), get()])).toEqual([token, token])
    expect(await get()).toBe(token)
    expect(await runs()).toBe(1)
  })

  it.each([
    ['ends soon', jwt(10)],
    ['tells no end', 'opaque'],
  ])('asks again for one that %s', async (_, token) => {
    const {get, runs} = await tokens(token)
    await get()
    await get()
    expect(await runs()).toBe(2)
  })
})

describe('what is wrong is said with its place, and without the secret', () => {
  it.each<[string, string, string]>([
    ['brokers: k:1\ntls: {ca: none.pem}', 'tls.ca: cannot read', 'there is no such file'],
    ['brokers: k:1\ntls: {ca: config.yaml}', 'tls.ca:', 'is not PEM'],
    ['brokers: k:1\ntls: {cert: config.yaml}', 'tls.cert: is set, but tls.key is not', ''],
    ['brokers: k:1\nsasl: {username: u}', 'sasl.username: is set, but sasl.mechanism is not', ''],
    ['brokers: k:1\nsasl: {mechanism: plain}', 'sasl.mechanism: plain needs sasl.username', ''],
    [plain('password_env: NOT_SET'), 'sasl.password_env: the variable NOT_SET is not set', ''],
    [plain('password_file: none'), 'sasl.password_file: cannot read', 'no such file'],
    [plain('').replace(', }', '}'), 'sasl.mechanism: plain needs sasl.password_file', ''],
    [plain('password_command: [no-such-program-here]'), 'no-such-program-here is no program', ''],
    ['brokers: k:1\nsasl: {mechanism: oauthbearer}', 'oauthbearer needs sasl.token_command', ''],
  ])('%s', async (yaml, one, other) => {
    const error = {code: 'BAD_CONFIG', exitCode: 2}
    const thrown = await connect(yaml).catch((reason: unknown) => reason as Error & {hints: string[]})
    expect(thrown).toMatchObject(error)
    expect((thrown as Error).message).toContain(one)
    expect((thrown as Error).message).toContain(other)
    expect((thrown as {hints: string[]}).hints).toContain('kbook profile show p --origins')
  })

  it('an encrypted key without passphrase', async () => {
    await file('cert.pem', PEM)
    await file('key.pem', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n')
    await expect(connect('brokers: k:1\ntls: {cert: cert.pem, key: key.pem}')).rejects.toThrow('is encrypted')
  })

  it.each([
    ['console.log("hunter2"); console.error("vault is sealed hunter2"); process.exit(7)', 'exit code 7'],
    ['', 'printed nothing'],
    ['console.log("x".repeat(1e6))', 'failed'],
  ])('a command that fails: %s', async (script, words) => {
    const error = await connect(plain(`password_command: ${command(script)}`)).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({code: 'AUTHENTICATION_FAILED', exitCode: 4})
    expect((error as Error).message).toContain(words)
    expect(inspect(error, {depth: 9})).not.toContain('hunter2')
    if (script.includes('sealed')) expect((error as {hints: string[]}).hints[0]).toBe('vault is sealed ***')
  })

  it('a profile without brokers', async () => {
    await expect(connect('timeout: 1m')).rejects.toMatchObject({code: 'NO_CLUSTER'})
  })
})
