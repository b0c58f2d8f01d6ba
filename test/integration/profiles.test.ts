import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest'
import {stringify} from 'yaml'
import {KafkaCommand} from '../../src/kafka-command.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {startSandbox} from '../helpers/kafka.js'
import {runCommand, type CommandRun} from '../helpers/run-command.js'

/** The id of the cluster that the settings lead to, as any command would reach it. */
class ClusterId extends KafkaCommand<typeof ClusterId> {
  async run(): Promise<string | undefined> {
    return (await (await this.cluster()).info()).clusterId
  }
}

let sandbox: Sandbox
let folder: string
beforeAll(async () => {
  sandbox = await startSandbox({sasl: true, mtls: true, ephemeral: true})
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-profiles-'))
  for (const variable of Object.keys(process.env))
    if (variable.startsWith('KBOOK_')) vi.stubEnv(variable, undefined)
  vi.stubEnv('KBOOK_CONFIG', join(folder, 'config.yaml'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, {recursive: true})
})

interface Settings {
  tls?: object
  sasl?: object
  cluster_id?: string
}

/** Runs with a profile for the sandbox, everything right but what is given. */
async function reach({tls, sasl, ...rest}: Settings = {}, argv: readonly string[] = []): Promise<CommandRun> {
  const {brokers, tls: right, sasl: login} = sandbox.connection('admin', 'scram-sha-512')
  if (login?.mechanism !== 'scram-sha-512') throw new Error('the sandbox has no SCRAM')
  const files = {ca: right?.ca, cert: right?.cert, key: right?.key, password: login.password}
  for (const [name, text = ''] of Object.entries(files))
    await writeFile(join(folder, name), text, {mode: 0o600})
  const profile = {
    brokers,
    tls: {ca: 'ca', cert: 'cert', key: 'key', ...tls},
    sasl: sasl ?? {mechanism: 'scram-sha-512', username: login.username, password_file: 'password'},
    ...rest,
  }
  await writeFile(join(folder, 'config.yaml'), stringify({current: 'box', profiles: {box: profile}}), {
    mode: 0o600,
  })
  return runCommand(ClusterId, ['--json', ...argv])
}
const node = (script: string): string[] => [process.execPath, '-e', script]

describe('a profile reaches a cluster that wants TLS, a client certificate and a login', () => {
  it('with files relative to the config file', async () => {
    expect((await reach()).json()).toEqual({ok: true, result: sandbox.clusterId, warnings: []})
  })

  it('with the password of a command', async () => {
    const script = `console.log(require('fs').readFileSync(${JSON.stringify(join(folder, 'password'))}, 'utf8'))`
    const run = await reach({sasl: {mechanism: 'plain', username: 'admin', password_command: node(script)}})
    expect(run.json()).toMatchObject({ok: true, result: sandbox.clusterId})
  })

  it('with the token of a command', async () => {
    const {sasl} = sandbox.connection('admin', 'oauthbearer')
    const token = sasl?.mechanism === 'oauthbearer' ? await sasl.token() : ''
    const run = await reach({
      sasl: {mechanism: 'oauthbearer', token_command: node(`console.log(${JSON.stringify(token)})`)},
    })
    expect(run.json()).toMatchObject({ok: true, result: sandbox.clusterId})
  })

  it('pinned to its id', async () => {
    expect((await reach({cluster_id: sandbox.clusterId})).json()).toMatchObject({ok: true})
  })
})

describe('what is wrong is one error with its exit code, and no secret', () => {
  it.each<[string, Settings, string, number]>([
    [
      'a wrong password',
      {sasl: {mechanism: 'plain', username: 'admin', password: 'hunter2'}},
      'AUTHENTICATION_FAILED',
      4,
    ],
    ['no login', {sasl: {}}, 'UNREACHABLE', 4],
    ['a CA that is another', {tls: {ca: 'cert'}}, 'TLS_FAILED', 4],
    ['no TLS at all', {tls: {enabled: false}}, 'TLS_FAILED', 4],
    ['another cluster', {cluster_id: 'AAAAAAAAAAAAAAAAAAAAAA'}, 'REFUSED', 5],
  ])('%s', async (_, settings, code, exitCode) => {
    const run = await reach(settings, ['--verbose', '--request-timeout', '5s'])
    expect(run.json()).toMatchObject({ok: false, error: {code, exitCode}})
    expect(run.exitCode).toBe(exitCode)
    expect(run.json().error?.hints.length).toBeGreaterThan(0)
    expect(run.stdout + run.stderr).not.toMatch(/hunter2|\n {4}at /)
  })
})
