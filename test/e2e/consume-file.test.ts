import {appendFile, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import Consume from '../../src/commands/consume.js'
import HistoryList from '../../src/commands/history/list.js'
import {openSqliteHistory} from '../../src/lib/consumer/history/sqlite/store.js'
import {runCommand, type CommandRun} from '../helpers/run-command.js'

const CONFIG = `
name: demo
source: {file: in.jsonl}
history: {path: h.db}
max_incident_age: never
incident_conditions:
  - {active: true, tags: {alert_type: oozie}, alert_actions: [handle_oozie]}
  - {active: true, tags: {alert_type: grid}, alert_actions: [handle_grid]}
actions:
  handle_oozie: {exec: {command: [sh, -c, 'echo "$KBOOK_INCIDENT_ID" >> done.log']}}
  handle_grid: {exec: {command: [sh, -c, 'echo the reason >&2; exit 3']}}
`
const incident = (id: string, type: string): string =>
  `${JSON.stringify({id, status: 'critical', active: true, alerts: [{tags: [{name: 'alert_type', value: type}]}]})}\n`

let directory: string
let [config, input, history] = ['', '', '']
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-consume-'))
  ;[config, input, history] = ['c.yaml', 'in.jsonl', 'h.db'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(config, CONFIG)
})
afterEach(() => rm(directory, {recursive: true}))

const consume = (...flags: string[]): Promise<CommandRun> =>
  runCommand(Consume, ['-c', config, ...flags], 'consume')
/** What the actions did; several may run at the same time. */
const done = async (): Promise<string[]> => {
  const text = await readFile(join(directory, 'done.log'), 'utf8').catch(() => '')
  return text.split('\n').filter(Boolean).sort()
}
const events = ({stdout}: CommandRun): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('acts once: a second run says that nothing ran again, a longer file is read on', async () => {
  await writeFile(
    input,
    incident('INC-1', 'oozie') + incident('INC-1', 'oozie') + incident('INC-9', 'network'),
  )
  const first = await consume()
  expect(first.exitCode).toBe(0)
  expect(first.stderr).toContain('matched    INC-1 critical → handle_oozie\n')
  expect(first.stderr).toMatch(/succeeded {2}handle_oozie for INC-1 in \d+ms/)
  expect(first.stdout).toContain('3 messages in ')
  expect(first.stdout).toContain('1 action ran')
  expect(first.stdout).toContain('1 sent again: the action is in the history')

  const second = await consume()
  expect(second).toMatchObject({exitCode: 0})
  expect(second.stdout).toContain(
    `Nothing new in ${input}: no action ran again, 1 action known from earlier runs`,
  )

  await appendFile(input, incident('INC-1', 'oozie') + incident('INC-2', 'oozie'))
  expect((await consume()).stdout).toContain('2 messages in ')
  expect(await done()).toEqual(['INC-1', 'INC-2'])
})

test('an action that fails: exit 6, its reason, and where its story is', async () => {
  await writeFile(input, incident('INC-1', 'grid'))
  const run = await consume()
  expect(run.exitCode).toBe(6)
  expect(run.stderr).toContain(': exit code 3: the reason')
  expect(run.stdout).toContain(`kbook history show bigpanda:INC-1:handle_grid --history ${history}`)
})

test('a malformed line becomes a dead letter and the rest goes on', async () => {
  await writeFile(input, `{"id": \u001b[2J\n${incident('INC-1', 'oozie')}`)
  const run = await consume()
  expect(run.exitCode).toBe(0)
  expect(run.stderr).toContain(`dead       ${input}:1: not JSON at byte 7 → `)
  expect(run.stdout).toContain('1 dead letter')
  expect(run.stderr + run.stdout).not.toContain('\u001b')
  expect(await done()).toEqual(['INC-1'])
})

test('--json: one event a line on stdout, nothing on stderr, the counts at the end', async () => {
  await writeFile(input, incident('INC-1', 'oozie'))
  const run = await consume('--json')
  expect(run.stderr).toBe('')
  const lines = events(run)
  expect(lines.map(({event}) => event)).toEqual([
    'ready',
    'matched',
    'running',
    'stopping',
    'succeeded',
    'stopped',
  ])
  expect(lines[1]).toMatchObject({
    place: {partition: 0, offset: '1'},
    incident: {id: 'INC-1', source: 'bigpanda', severity: 'critical'},
    actions: ['handle_oozie'],
  })
  expect(lines.at(-1)).toMatchObject({
    summary: {reason: 'end-of-input', counts: {messages: 1, matched: 1, succeeded: 1, dead: 0}, pending: 0},
  })
})

test('--log json: one object a line on stderr, each with its sentence', async () => {
  await writeFile(input, incident('INC-1', 'oozie'))
  const run = await consume('--log', 'json', '--verbose')
  const lines = events({...run, stdout: run.stderr})
  expect(lines).toContainEqual(
    expect.objectContaining({level: 'debug', message: 'Processing message offset: 1 partition: 0'}),
  )
  expect(lines).toContainEqual(
    expect.objectContaining({event: 'matched', message: 'INC-1 critical → handle_oozie'}),
  )
})

test('--dry-run --why starts nothing, writes no dead letter, and a real run still acts', async () => {
  await writeFile(input, `${incident('INC-1', 'oozie')}nonsense\n`)
  await writeFile(config, CONFIG.replace(/^ {2}handle_grid:.*$/m, ''))
  const dry = await consume('--dry-run', '--why')
  expect(dry).toMatchObject({exitCode: 0})
  expect(dry.stderr).toContain('why        INC-1 matches condition 1 (handle_oozie)')
  expect(dry.stderr).toContain('would run  handle_oozie for INC-1\n')
  expect(dry.stdout).toContain('1 action would run')
  expect(await done()).toEqual([])

  // An action that nothing defines can be looked at, not run.
  expect(await consume()).toMatchObject({exitCode: 2})
  await writeFile(config, CONFIG)
  await consume()
  expect(await done()).toEqual(['INC-1'])
})

test('bad input: one clear error each, and nothing is touched', async () => {
  await writeFile(input, incident('INC-1', 'oozie'))
  await writeFile(config, CONFIG.replace('name: demo', 'nam: demo').replace('exec:', 'exce:'))
  const broken = await consume()
  expect(broken.exitCode).toBe(2)
  expect(broken.stderr).toContain('unknown key "nam"')
  expect(broken.stderr).toContain('unknown key "exce"')
  expect(broken.stderr).not.toContain('    at ')

  await writeFile(config, CONFIG)
  expect(await consume('--file', join(directory, 'nope.jsonl'))).toMatchObject({exitCode: 2})
  expect(await consume('--from', 'yesterday')).toMatchObject({exitCode: 2})
  expect(await consume('--listen', 'nowhere')).toMatchObject({exitCode: 2})
  expect(await runCommand(Consume, [], 'consume')).toMatchObject({exitCode: 2})
  expect(await done()).toEqual([])
})

test('a history that another consumer holds: exit 5, naming the process', async () => {
  await writeFile(input, incident('INC-1', 'oozie'))
  const holder = await openSqliteHistory(history)
  try {
    const run = await consume()
    expect(run.exitCode).toBe(5)
    expect(run.stderr).toContain(`process ${process.pid}`)
    expect((await consume('--json')).json()).toMatchObject({ok: false, error: {code: 'LOCKED', exitCode: 5}})
    expect(await consume('--dry-run')).toMatchObject({exitCode: 0})
  } finally {
    await holder.close()
  }
})

test("an older consumer's JSON history is taken over once, and its actions are not run again", async () => {
  const old = join(directory, 'history.json')
  await writeFile(
    old,
    JSON.stringify({'INC-1:handle_oozie': {status: 'success', timestamp: '2026-01-31T14:00:00Z'}}),
  )
  await writeFile(input, incident('INC-1', 'oozie') + incident('INC-2', 'oozie'))
  const run = await consume('--history', old)
  expect(run.stderr).toContain(`imported   1 action of ${old} into ${join(directory, 'history.db')}`)
  expect(await done()).toEqual(['INC-2'])
  const list = await runCommand(HistoryList, ['--history', old, '--json'])
  expect(list.json()).toMatchObject({result: {totals: {succeeded: 2}}})
})

test('--max-messages ends early, and the next run goes on there', async () => {
  await writeFile(input, ['INC-1', 'INC-2', 'INC-3'].map((id) => incident(id, 'oozie')).join(''))
  expect((await consume('--max-messages', '2')).stdout).toContain('2 messages in ')
  expect(await done()).toEqual(['INC-1', 'INC-2'])
  await consume()
  expect(await done()).toEqual(['INC-1', 'INC-2', 'INC-3'])
})
