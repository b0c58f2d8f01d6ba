import {existsSync} from 'node:fs'
import {appendFile, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import HistoryList from '../../src/commands/history/list.js'
import {startKbook, type RunningKbook} from '../helpers/kbook.js'
import {runCommand} from '../helpers/run-command.js'

/** Runs until the file `go` is there, so that a test decides when the action ends. */
const CONFIG = `
name: demo
source: {file: in.jsonl}
history: {path: h.db}
max_incident_age: never
incident_conditions:
  - {active: true, tags: {alert_type: oozie}, alert_actions: [handle_oozie]}
actions:
  handle_oozie:
    exec: {command: [sh, -c, 'echo $$ > pid; until [ -e go ]; do sleep 0.05; done; echo done > done.log']}
`
const INCIDENT = `${JSON.stringify({id: 'INC-1', status: 'critical', active: true, alerts: [{tags: [{name: 'alert_type', value: 'oozie'}]}]})}\n`

let directory: string
let running: RunningKbook[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-reader-'))
  running = []
  await writeFile(at('c.yaml'), CONFIG)
  await writeFile(at('in.jsonl'), INCIDENT)
})
afterEach(async () => {
  for (const one of running) one.kill('SIGKILL')
  await Promise.all(running.map((one) => one.ended()))
  await rm(directory, {recursive: true})
})

const at = (name: string): string => join(directory, name)
const follow = (env: NodeJS.ProcessEnv = {}): RunningKbook => {
  const one = startKbook(['consume', '-c', at('c.yaml'), '--follow', '--json', '--log', 'text'], env)
  running.push(one)
  return one
}
const letGo = (): Promise<void> => writeFile(at('go'), '')
const totals = async (): Promise<unknown> => {
  const {result} = (await runCommand(HistoryList, ['--history', at('h.db'), '--json'])).json() as {
    result: {totals: unknown}
  }
  return result.totals
}

test('a log whose reader is gone ends nothing: it goes on, and drains when it is told to', async () => {
  const one = follow()
  await one.seen(/running {4}handle_oozie/)
  one.child.stderr?.destroy()
  await letGo()
  await one.seen(/"event":"succeeded"/)
  one.kill('SIGTERM')
  expect(await one.ended()).toBe(0)
  expect(await totals()).toMatchObject({succeeded: 1})
})

test('events that nobody reads any more drain it, also when Ctrl-C has come before', async () => {
  for (const signal of [undefined, 'SIGINT'] as const) {
    await rm(at('h.db'), {force: true})
    await writeFile(at('in.jsonl'), INCIDENT)
    await rm(at('go'), {force: true})
    await rm(at('done.log'), {force: true})
    const one = follow()
    await one.seen(/running {4}handle_oozie/)
    one.child.stdout?.destroy()
    if (signal) one.kill(signal)
    else await appendFile(at('in.jsonl'), INCIDENT.replace('INC-1', 'INC-2'))
    await one.seen(signal ? /stopping/ : /SIGPIPE: intake stops/)
    await letGo()
    expect(await one.ended()).toBe(0)
    expect(Object.keys((await totals()) as object)).toEqual(['succeeded'])
    expect(existsSync(at('done.log'))).toBe(true)
  }
})

test('a closed terminal drains it, however often it says so', async () => {
  const one = follow()
  await one.seen(/running {4}handle_oozie/)
  one.kill('SIGHUP')
  await one.seen(/SIGHUP: intake stops/)
  one.kill('SIGHUP')
  await letGo()
  expect(await one.ended()).toBe(0)
  expect(existsSync(at('done.log'))).toBe(true)
  expect(await totals()).toMatchObject({succeeded: 1})
})

test('an action does not outlive a consumer that ends by a bug', async () => {
  const bug = "process.on('SIGUSR2', () => { throw new Error('a bug') })"
  const one = follow({NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bug)}`})
  await one.seen(/running {4}handle_oozie/)
  const group = await groupOfAction()
  one.kill('SIGUSR2')
  expect(await one.ended()).toBe(1)
  // Until init has buried it, a killed process can still be signalled.
  await vi.waitFor(() => expect(() => process.kill(-group, 0)).toThrow('ESRCH'), {timeout: 30_000})
})

/** The action is the leader of its group. */
const groupOfAction = (): Promise<number> =>
  vi.waitFor(async () => {
    const pid = Number(await readFile(at('pid'), 'utf8'))
    expect(pid).toBeGreaterThan(0)
    return pid
  })
