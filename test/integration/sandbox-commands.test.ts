import {join} from 'node:path'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import SandboxDown from '../../src/commands/sandbox/down.js'
import KillBroker from '../../src/commands/sandbox/kill-broker.js'
import RestartBroker from '../../src/commands/sandbox/restart-broker.js'
import SandboxStatus from '../../src/commands/sandbox/status.js'
import StopBroker from '../../src/commands/sandbox/stop-broker.js'
import SandboxUp from '../../src/commands/sandbox/up.js'
import {connectionOf} from '../../src/lib/config/connect.js'
import {resolveProfile} from '../../src/lib/config/resolve.js'
import {saveProfile} from '../../src/lib/config/store.js'
import {openSandbox} from '../../src/lib/sandbox/start.js'
import type {UpResult} from '../../src/lib/sandbox/up.js'
import {createTopic, kafkaClient} from '../helpers/kafka.js'
import {guardedFolder, type GuardedFolder} from '../helpers/guarded-folder.js'
import {runCommand} from '../helpers/run-command.js'

let folder: GuardedFolder
let home: string
beforeAll(async () => {
  folder = await guardedFolder()
  home = folder.path
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'))
  vi.stubEnv('XDG_CONFIG_HOME', join(home, 'config'))
  vi.stubEnv('KBOOK_CONFIG', '')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await folder.remove()
})

test('one sandbox from up to down', async () => {
  const up = await runCommand(SandboxUp, ['--sasl', '--tls', '--config', 'num.partitions=2', '--json'])
  expect(up).toMatchObject({exitCode: 0, stderr: expect.stringContaining('starting a broker') as string})
  const result = up.json().result as UpResult
  expect(result).toMatchObject({
    name: 'default',
    profile: 'sandbox',
    currentProfile: true,
    alreadyUp: false,
    security: 'SASL_SSL scram-sha-512',
    brokers: [{id: 1, state: 'up'}],
  })

  folder.guard(await openSandbox())

  // The profile that it wrote is all that a client needs.
  const connection = await connectionOf(await resolveProfile({}))
  expect(connection).toMatchObject({name: 'sandbox', brokers: result.brokers.map(({address}) => address)})
  await createTopic(connection, 'from-profile', {partitions: -1})
  const admin = kafkaClient(connection).admin()
  await admin.connect()
  const {topics} = await admin.fetchTopicMetadata({topics: ['from-profile']})
  await admin.disconnect()
  expect(topics[0]?.partitions).toHaveLength(2)

  const again = await runCommand(SandboxUp, [])
  expect(again).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('up already') as string,
    stderr: '',
  })
  const other = await runCommand(SandboxUp, ['--nodes', '3'])
  expect(other).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining('other settings (nodes)') as string,
  })

  expect((await runCommand(StopBroker, ['1'])).stdout).toContain('no broker up')
  expect((await runCommand(SandboxStatus, [])).stdout).toMatch(/! +1 +127\.0\.0\.1:\d+ +down/)
  expect((await runCommand(RestartBroker, ['1'])).stdout).toContain('1 broker up')
  folder.guard(await openSandbox())
  expect((await runCommand(KillBroker, ['2'])).exitCode).toBe(2)
  expect((await runCommand(KillBroker, ['1'])).stdout).toContain('killed broker 1')

  const down = await runCommand(SandboxDown, ['--json'])
  expect(down.json().result).toEqual({name: 'default', stopped: 0, kept: null})
  await expect(resolveProfile({})).rejects.toMatchObject({code: 'NO_CLUSTER'})
  expect((await runCommand(SandboxStatus, ['--json'])).json().result).toEqual([])
})

test('it does not take over a profile of another cluster', async () => {
  await saveProfile('sandbox-team', {brokers: ['kafka.example.org:9092']})
  const up = await runCommand(SandboxUp, ['--name', 'team'])
  expect(up).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining('belongs to another cluster') as string,
  })
})

test('without Java or Maven it says what to install', async () => {
  const path = process.env['PATH']
  vi.stubEnv('PATH', home)
  vi.stubEnv('JAVA_HOME', '')
  try {
    const up = await runCommand(SandboxUp, ['--name', 'nojava'])
    expect(up).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Install a Java runtime') as string,
    })
  } finally {
    vi.stubEnv('PATH', path)
  }
})

test.each([
  [['--config', 'novalue'], 'is not KEY=VALUE'],
  [['--name', 'Not a name'], 'is no name for a sandbox'],
  [['--nodes', '2'], 'Expected --nodes=2 to be one of: 1, 3'],
])('%j is refused', async (argv, message) => {
  const up = await runCommand(SandboxUp, argv)
  expect(up).toMatchObject({exitCode: 2, stderr: expect.stringContaining(message) as string})
})
