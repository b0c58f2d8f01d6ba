import {build} from 'esbuild'
import {spawn} from 'node:child_process'
import {existsSync, rmSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {readAudit, type AuditedChange} from '../../../src/lib/change/read-audit.js'
import {sharedKafka, uniqueName} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'

const script = resolve('.kbook', 'run', `${uniqueName('change-child')}.mjs`)
let brokers: string
let state: string

beforeAll(async () => {
  brokers = (await sharedKafka()).brokers.join(',')
  await build({
    entryPoints: [resolve('test', 'helpers', 'change-child.ts')],
    outfile: script,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
  })
})
afterAll(() => rmSync(script, {force: true}))
beforeEach(() => {
  state = scratchFolder()
})

interface Running {
  seen: (pattern: RegExp) => Promise<void>
  signal: (signal: NodeJS.Signals) => void
  type: (text: string) => void
  ended: Promise<{code: number | null; signal: NodeJS.Signals | null; output: string; stdout: string}>
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(command, args, {
    env: {PATH: process.env['PATH'], HOME: state, XDG_STATE_HOME: state, TERM: 'xterm', ...env},
  })
  let output = ''
  let stdout = ''
  const wakers = new Set<() => void>()
  const wake = (): void => wakers.forEach((waker) => waker())
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
    output += data.toString()
    wake()
  })
  child.stderr.on('data', (data: Buffer) => {
    output += data.toString()
    wake()
  })
  const ended = new Promise<Awaited<Running['ended']>>((done) =>
    child.on('close', (code, signal) => {
      wake()
      done({code, signal, output, stdout})
    }),
  )
  return {
    signal: (signal) => child.kill(signal),
    type: (text) => child.stdin.write(text),
    ended,
    seen: (pattern) =>
      new Promise((done, fail) => {
        const look = (): void => {
          if (pattern.test(output)) done()
          else if (child.exitCode !== null || child.signalCode !== null)
            fail(new Error(`no ${String(pattern)} in:\n${output}`))
          else return
          wakers.delete(look)
        }
        wakers.add(look)
        look()
      }),
  }
}

const change = (...args: string[]): Running =>
  start(process.execPath, [script, '--brokers', brokers, ...args])
const last = async (): Promise<AuditedChange | undefined> =>
  (await readAudit({}, join(state, 'kbook', 'audit', 'audit.jsonl'))).changes[0]

describe('interrupted while it plans', () => {
  it.each([[[]], [['--json']]])('says that nothing was changed, and changes nothing: %j', async (how) => {
    const running = change('--yes', '--plan', '60000', ...how)
    await running.seen(/planning\n/)
    running.signal('SIGINT')
    const {code, output} = await running.ended
    expect(code).toBe(130)
    expect(output).toContain('interrupted: nothing was changed')
    expect(await last()).toBeUndefined()
  })
})

describe('interrupted in the middle', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says what was and was not done, and ends with 130: %s',
    async (signal) => {
      const running = change('--yes', '--steps', '400')
      await running.seen(/step 3\n/)
      running.signal(signal)
      const {code, output, stdout} = await running.ended
      expect(code).toBe(130)
      expect(output).toContain('interrupted: finishing what is under way, then telling what was done')
      expect(stdout).toMatch(
        /^ - t-\d+: not done\n[^]* … \d+ more not done\n400 changes: \d+ done, \d+ not done\n/,
      )
      const entry = await last()
      expect(entry).toMatchObject({outcome: 'interrupted', undo: 'offsets'})
      expect(Object.values(entry?.counts ?? {}).reduce((sum, n) => sum + n, 0)).toBe(400)
    },
  )

  it('tells it in JSON too', async () => {
    const running = change('--yes', '--steps', '100', '--json')
    await running.seen(/step 3\n/)
    running.signal('SIGINT')
    const {code, stdout} = await running.ended
    expect(code).toBe(130)
    const {ok, result} = JSON.parse(stdout) as {ok: boolean; result: {rows: {status: string}[]}}
    expect(ok).toBe(false)
    expect(result.rows).toHaveLength(100)
    expect(new Set(result.rows.map(({status}) => status))).toEqual(new Set(['done', 'not-done']))
  })

  it('ends at once at the second Ctrl-C, and the log says that it never ended', async () => {
    const running = change('--yes', '--steps', '400')
    await running.seen(/step 1\n/)
    process.nextTick(() => running.signal('SIGINT'))
    await running.seen(/interrupted: finishing/)
    running.signal('SIGINT')
    expect((await running.ended).code).toBe(130)
    // Either it was quick enough to end in order, or nobody knows.
    expect(['unknown', 'interrupted']).toContain((await last())?.outcome)
  })

  it('is known never to have ended when it was killed', async () => {
    const running = change('--yes', '--steps', '400')
    await running.seen(/step 1\n/)
    expect((await last())?.outcome).toBe('running')
    running.signal('SIGKILL')
    await running.ended
    expect((await last())?.outcome).toBe('unknown')
  })

  it('ends with 6 when the time is up', async () => {
    const running = change('--yes', '--steps', '10000', '--timeout', '4s')
    const {code, output} = await running.ended
    expect(output).toContain('time is up: finishing what is under way')
    expect(code).toBe(6)
    expect((await last())?.outcome).toBe('interrupted')
  })
})

// A pseudo-terminal, as somebody sits at it.
const terminal = (...args: string[]): Running => {
  const line = [process.execPath, script, '--brokers', brokers, ...args].map((word) => `'${word}'`).join(' ')
  return start('script', ['-qefc', line, '/dev/null'], {SHELL: '/bin/sh'})
}

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  it('shows the plan, asks, and goes on after yes; the time at the question does not count', async () => {
    const running = terminal('--timeout', '3s', '--rows', 'done')
    await running.seen(/Plan: five things[^]*Change five things\?/)
    await new Promise((done) => setTimeout(done, 3200))
    running.type('y\r')
    const {code, output} = await running.ended
    expect(output).toContain('1 change: 1 done')
    expect(code).toBe(0)
  })

  it('shows the plan before it asks under --json too', async () => {
    const running = terminal('--json')
    await running.seen(/Plan: five things[^]*Change five things\?/)
    running.type('n\r')
    const {code, output} = await running.ended
    expect(output).toContain('"code": "REFUSED"')
    expect(code).toBe(5)
  })

  it.each([
    ['Enter', '\r', 5],
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-D', '\u0004', 130],
  ])('changes nothing at %s', async (_key, typed, exitCode) => {
    const running = terminal()
    await running.seen(/Change five things\?/)
    running.type(typed)
    const {code, output} = await running.ended
    expect(output).toContain('nothing was changed')
    expect(code).toBe(exitCode)
    expect(await last()).toBeUndefined()
  })

  it('draws how far it is, and takes that away', async () => {
    const running = terminal('--yes', '--steps', '20')
    const {code, output} = await running.ended
    expect(code).toBe(0)
    expect(output).toMatch(/\[=+ +\] \d+ of 20/)
    expect(output).toContain('20 changes: 20 done')
  })
})
