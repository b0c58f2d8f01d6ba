import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer, type AddressInfo, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import * as Flags from '@oclif/core/flags'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {KafkaCommand} from '../../../src/kafka-command.js'
import {runCommand} from '../../helpers/run-command.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-kafka-command-'))
  for (const variable of Object.keys(process.env))
    if (variable.startsWith('KBOOK_')) vi.stubEnv(variable, undefined)
  vi.stubEnv('KBOOK_CONFIG', join(folder, 'config.yaml'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, {recursive: true})
})
const config = (text: string, mode = 0o600): Promise<void> =>
  writeFile(join(folder, 'config.yaml'), text, {mode})

/** Returns what it would connect to. */
class Ask extends KafkaCommand<typeof Ask> {
  async run(): Promise<unknown> {
    const {name, brokers, requestTimeoutMs, sasl} = await this.connection()
    return {name, brokers, requestTimeoutMs, sasl: sasl?.mechanism}
  }
}

/** Never ends by itself. */
class Hang extends KafkaCommand<typeof Hang> {
  static override flags = {stream: Flags.boolean()}
  static closed = false

  async run(): Promise<unknown> {
    this.streaming = this.flags.stream
    Hang.closed = false
    this.onClose(() => void (Hang.closed = true))
    await this.connection()
    return this.streaming ? 'ended' : new Promise(() => undefined)
  }
}

describe('which cluster', () => {
  it.each([
    ['--brokers', 'a:1,b:2'],
    ['-b', 'a:1,b:2'],
    ['--bootstrap-server', 'a:1,b:2'],
  ])('takes %s', async (...argv) => {
    const {json} = await runCommand(Ask, [...argv, '--request-timeout', '3s', '--json'])
    expect(json().result).toEqual({name: 'a:1', brokers: ['a:1', 'b:2'], requestTimeoutMs: 3000})
  })

  it('takes the profile, and with --verbose says on stderr which and why', async () => {
    await config('current: p\nprofiles:\n  p: {brokers: [k:1]}\n')
    expect((await runCommand(Ask, ['--json'])).json().result).toMatchObject({name: 'p'})
    const {stderr, json} = await runCommand(Ask, ['--profile', 'p', '--verbose', '--json'])
    expect(json().result).toMatchObject({name: 'p'})
    expect(stderr).toContain('cluster p by --profile\n')
    expect(stderr).toContain('brokers k:1')
  })

  it('warns about a secret that others can read, and never shows it', async () => {
    await config(
      'profiles:\n  p: {brokers: k:1, sasl: {mechanism: plain, username: u, password: hunter2}}\n',
      0o644,
    )
    const {stdout, stderr, json} = await runCommand(Ask, ['--profile', 'p', '--verbose', '--json'])
    expect(json().warnings).toEqual([expect.stringContaining('(0644): chmod 600 ')])
    expect(stdout + stderr).not.toContain('hunter2')
  })

  it('says how to get a cluster when none is named', async () => {
    const {stderr, exitCode} = await runCommand(Ask, [])
    expect(stderr).toBe(`Error: no cluster is named: neither --brokers nor a profile
  kbook sandbox up                             a real Kafka on this machine
  kbook profile add NAME --brokers HOST:9092   a cluster of yours, by name
  or --brokers HOST:9092 on this command
`)
    expect(exitCode).toBe(2)
  })
})

describe('--timeout', () => {
  it('ends the command with 4, says what it waited for, and closes', async () => {
    const {stderr, exitCode} = await runCommand(Hang, ['-b', 'k:1', '--timeout', '20ms'])
    expect(stderr).toContain('Error: no result within 20ms: still waiting for brokers k:1\n')
    expect(exitCode).toBe(4)
    expect(Hang.closed).toBe(true)
  })

  it('may come from variable or profile, but then does not end a stream', async () => {
    vi.stubEnv('KBOOK_TIMEOUT', '20ms')
    expect((await runCommand(Hang, ['-b', 'k:1'])).exitCode).toBe(4)
    expect((await runCommand(Hang, ['-b', 'k:1', '--stream'])).exitCode).toBe(0)
  })

  it('is refused when no timer is that long', async () => {
    expect((await runCommand(Ask, ['-b', 'k:1', '--timeout', '99d'])).exitCode).toBe(2)
  })

  it('is not set off by a command that ends in time', async () => {
    expect((await runCommand(Ask, ['-b', 'k:1', '--timeout', '1h', '--json'])).json().ok).toBe(true)
    expect((await runCommand(Ask, ['-b', 'k:1', '--timeout', '24d', '--json'])).json().ok).toBe(true)
  })

  it('is left to a command that has a flag of that name', async () => {
    class Own extends KafkaCommand<typeof Own> {
      static override flags = {timeout: Flags.string({summary: 'Its own.'})}
      async run(): Promise<string> {
        await this.connection()
        return new Promise((resolve) => setTimeout(() => resolve(`${this.flags.timeout} is mine`), 20))
      }
    }
    expect((await runCommand(Own, ['-b', 'k:1', '--timeout', '1ms', '--json'])).json().result).toBe(
      '1ms is mine',
    )
  })

  it('must be a duration', async () => {
    const {stderr, exitCode} = await runCommand(Hang, ['-b', 'k:1', '--timeout', '20'])
    expect(stderr).toContain('--timeout: expected a number with its unit')
    expect(exitCode).toBe(2)
  })
})

describe('a server that accepts and never answers', () => {
  let server: Server
  beforeEach(async () => {
    server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => server.close())

  it('does not keep the command from ending', async () => {
    class Topics extends KafkaCommand<typeof Topics> {
      async run(): Promise<unknown> {
        return (await this.cluster()).info()
      }
    }
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const {stderr, exitCode} = await runCommand(Topics, ['-b', address, '--timeout', '50ms'])
    expect(stderr).toContain(`still waiting for brokers ${address}`)
    expect(exitCode).toBe(4)
  })
})
