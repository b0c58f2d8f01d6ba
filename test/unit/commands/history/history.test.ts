import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import HistoryExport from '../../../../src/commands/history/export.js'
import HistoryImport from '../../../../src/commands/history/import.js'
import HistoryList from '../../../../src/commands/history/list.js'
import HistoryPrune from '../../../../src/commands/history/prune.js'
import HistoryResolve from '../../../../src/commands/history/resolve.js'
import HistoryShow from '../../../../src/commands/history/show.js'
import {historyWith} from '../../../helpers/history.js'
import {runCommand} from '../../../helpers/run-command.js'

let directory: string
let path: string
let at: string[]
beforeEach(async () => {
  process.env['COLUMNS'] = '120'
  directory = await mkdtemp(join(tmpdir(), 'kbook-history-'))
  path = join(directory, 'h.db')
  at = ['--history', path]
  await historyWith(path, ['succeeded', 'failed', 'skipped', 'unknown', 'claimed'])
})
afterEach(async () => {
  delete process.env['XDG_STATE_HOME']
  await rm(directory, {recursive: true})
})

const key = (n: number): string => `bigpanda:INC-${n}:handle_oozie`

test('list: what needs a person first, then how to settle it', async () => {
  const {stdout, exitCode} = await runCommand(HistoryList, at)
  expect(exitCode).toBe(0)
  const lines = stdout.split('\n')
  expect(lines[0]).toBe('sre-oozie  5 actions · 1 unknown · 1 failed · 1 claimed · 1 succeeded · 1 skipped')
  expect(lines[3]).toContain(`unknown    ${key(4)}`)
  expect(lines[4]).toContain(`failed     ${key(2)}`)
  expect(stdout).toContain(`kbook history resolve ${key(4)} --as succeeded|failed|retry --history ${path}`)
})

test('list: filters, folding, and the JSON shape', async () => {
  const folded = await runCommand(HistoryList, [...at, '--limit', '1'])
  expect(folded.stdout).toContain('4 more actions hidden (--all)')
  const states = await runCommand(HistoryList, [...at, '--state', 'failed', '--state', 'skipped', '--json'])
  expect(states.json()).toMatchObject({
    ok: true,
    result: {
      totals: {failed: 1, skipped: 1},
      records: [
        {
          key: key(2),
          state: 'failed',
          note: 'exit code 3',
          attempts: 1,
          claimedAt: '2026-01-31T14:02:11.000Z',
        },
        {key: key(3), state: 'skipped', reason: 'stale'},
      ],
    },
  })
  const one = await runCommand(HistoryList, [
    ...at,
    '--incident',
    'INC-1',
    '--action',
    'handle_oozie',
    '--json',
  ])
  expect(one.json()).toMatchObject({result: {totals: {succeeded: 1}}})
  const recent = await runCommand(HistoryList, [...at, '--since', '2100-01-01', '--json'])
  expect(recent.json()).toMatchObject({result: {records: []}})
  expect(await runCommand(HistoryList, [...at, '--since', 'yesterday'])).toMatchObject({exitCode: 2})
})

test('show: the whole story, and a key that is not there', async () => {
  const {stdout} = await runCommand(HistoryShow, [key(2), ...at])
  expect(stdout).toContain('     | line one\n     | line two\n')
  const json = await runCommand(HistoryShow, [key(2), ...at, '--json'])
  expect(json.json()).toMatchObject({
    result: {attemptRecords: [{outcome: 'failed', code: 3}], payload: {id: 'INC-2'}},
  })
  const nope = await runCommand(HistoryShow, ['bigpanda:INC-2:handle_ooze', ...at])
  expect(nope.exitCode).toBe(2)
})

test('resolve: a plan first, nothing without a yes, then done and noted by whom', async () => {
  const refused = await runCommand(HistoryResolve, [key(4), '--as', 'succeeded', ...at])
  expect(refused.exitCode).toBe(5)
  expect(refused.stderr).toContain(`${key(4)}  unknown → succeeded`)
  const dry = await runCommand(HistoryResolve, [key(4), '--as', 'retry', '--dry-run', ...at])
  expect(dry.stdout).toContain('it may have had its effect already')
  const still = await runCommand(HistoryShow, [key(4), ...at, '--json'])
  expect(still.json()).toMatchObject({result: {state: 'unknown'}})

  const done = await runCommand(HistoryResolve, [key(4), '--as', 'succeeded', '--yes', ...at, '--json'])
  expect(done.json()).toMatchObject({
    ok: true,
    result: {changed: true, record: {key: key(4), state: 'succeeded'}},
  })
  const again = await runCommand(HistoryResolve, [key(4), '--as', 'retry', '--yes', ...at])
  expect(again.exitCode).toBe(5)
})

test('prune: keeps what is open, and says so', async () => {
  const dry = await runCommand(HistoryPrune, ['--older-than', '1d', '--dry-run', ...at, '--json'])
  // Only the skipped one ended: the incidents of the others are still open.
  expect(dry.json()).toMatchObject({result: {remove: 1, keptOpen: 3, changed: false}})
  expect(await runCommand(HistoryPrune, ['--older-than', '1d', ...at])).toMatchObject({exitCode: 5})
  const done = await runCommand(HistoryPrune, ['--older-than', '1d', '--yes', ...at])
  expect(done.stdout).toBe('Removed 1 action\n')
  const none = await runCommand(HistoryPrune, ['--older-than', '1d', ...at])
  expect(none).toMatchObject({exitCode: 0})
})

test('export goes into another history, which then knows what was done', async () => {
  const exported = await runCommand(HistoryExport, at)
  const entries = JSON.parse(exported.stdout) as Record<string, {status: string}>
  expect(Object.keys(entries)).toEqual([key(1), key(2), key(4)])

  const [file, other] = [join(directory, 'old.json'), join(directory, 'other.db')]
  await writeFile(file, JSON.stringify({...entries, odd: 7}))
  await historyWith(other, [])
  const report = await runCommand(HistoryImport, [file, '--history', other, '--json'])
  expect(report.exitCode).toBe(6)
  expect(report.json()).toMatchObject({ok: false, result: {imported: 3, known: 0, unread: [{at: 'odd'}]}})
  const list = await runCommand(HistoryList, ['--history', other, '--json'])
  expect(list.json()).toMatchObject({result: {totals: {succeeded: 2, failed: 1}}})
})

test('export: one line an action with its attempts, an empty history is an empty object', async () => {
  const lines = (await runCommand(HistoryExport, [...at, '--format', 'ndjson'])).stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    key: key(1),
    attemptRecords: [{outcome: 'succeeded', code: 0}],
  })
  const empty = join(directory, 'empty.db')
  await historyWith(empty, [])
  expect((await runCommand(HistoryExport, ['--history', empty])).stdout).toBe('{}\n')
})

test('without a name, the only history of the default folder is meant', async () => {
  process.env['XDG_STATE_HOME'] = directory
  const none = await runCommand(HistoryList, [])
  expect(none).toMatchObject({exitCode: 2})
  const folder = join(directory, 'kbook', 'history')
  await mkdir(folder, {recursive: true})
  await historyWith(join(folder, 'one.db'), ['succeeded'])
  expect((await runCommand(HistoryList, [])).stdout).toContain('1 action · 1 succeeded')
  await historyWith(join(folder, 'two.db'), [])
  const which = await runCommand(HistoryList, [])
  expect(which.exitCode).toBe(2)
  expect(which.stderr).toContain(`--history ${join(folder, 'two.db')}`)
})

test('a history that is not there', async () => {
  expect(await runCommand(HistoryList, ['--history', join(directory, 'nope.db')])).toMatchObject({
    exitCode: 2,
  })
})
