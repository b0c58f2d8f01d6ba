import {readFileSync, existsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {readJsonHistory} from '../../../../../src/lib/consumer/history/json-history.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import {takeOverJson} from '../../../../../src/lib/consumer/history/take-over.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

const read = (value: unknown) => readJsonHistory(JSON.stringify(value))
const done = {incidentId: 'INC-1', action: 'handle_oozie', state: 'succeeded', at: undefined}

test.each([
  ['a key that holds both', {'INC-1:handle_oozie': true}, done],
  ['a key with another separator', {'INC-1|handle_oozie': {status: 'success'}}, done],
  ['an incident with its actions', {'INC-1': {handle_oozie: {result: 'ok'}}}, done],
  ['an entry that names both', {x: {incident_id: 'INC-1', action: 'handle_oozie'}}, done],
  ['an incident whose entry names the action', {'INC-1': {action_name: 'handle_oozie', success: true}}, done],
  ['a list', [{incident: 'INC-1', handler: 'handle_oozie'}], done],
  ['a number as an id', [{id: 7, action: 'a'}], {...done, incidentId: '7', action: 'a'}],
  ['a failure', {'INC-1:handle_oozie': {status: 'FAILED'}}, {...done, state: 'failed'}],
  ['a time in seconds', {'INC-1:handle_oozie': 1_700_000_000}, {...done, at: 1_700_000_000_000}],
  ['a time in words', {'INC-1:handle_oozie': '2026-01-31T00:00:00Z'}, {...done, at: Date.UTC(2026, 0, 31)}],
])('%s', (_, history, expected) => {
  expect(read(history)).toEqual({actions: [expected], unread: []})
})

test('what cannot be understood is named by its place', () => {
  expect(read([1, {action: 'a'}, {id: 'x'}])).toEqual({
    actions: [],
    unread: [
      {at: '[0]', why: 'an entry of a list must be an object'},
      {at: '[1]', why: 'it names no incident'},
      {at: '[2]', why: 'it names no action'},
    ],
  })
})

test('names of the language are names like others', () => {
  const text = '{"__proto__": {"constructor": true}}'
  expect(readJsonHistory(text).actions).toEqual([
    {incidentId: '__proto__', action: 'constructor', state: 'succeeded', at: undefined},
  ])
})

test.each(['not json', '7', '"x"', 'null'])('%s is refused', (text) => {
  expect(() => readJsonHistory(text)).toThrow(expect.objectContaining({code: 'BAD_INPUT'}) as Error)
})

test('the file is taken over once and kept under another name', async () => {
  const folder = scratchFolder()
  const [json, database] = [join(folder, 'history.json'), join(folder, 'history.db')]
  const store = await openSqliteHistory(database)
  expect(await takeOverJson(json, database)).toBeUndefined()
  writeFileSync(json, '{"INC-1:a": true}')
  expect(await takeOverJson(json, database)).toEqual({imported: 1, known: 0, unread: []})
  expect(existsSync(json)).toBe(false)
  expect(readFileSync(`${json}.imported`, 'utf8')).toBe('{"INC-1:a": true}')
  expect(await store.count()).toBe(1)
  await store.close()
})
