import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import DlqList from '../../../../src/commands/dlq/list.js'
import DlqShow from '../../../../src/commands/dlq/show.js'
import {fileDeadLetters} from '../../../../src/lib/consumer/dead-letter/file-sink.js'
import {runCommand} from '../../../helpers/run-command.js'

let directory: string
let path: string
beforeEach(async () => {
  process.env['COLUMNS'] = '120'
  directory = await mkdtemp(join(tmpdir(), 'kbook-dlq-'))
  path = join(directory, 'in.dlq')
  const sink = fileDeadLetters(path, {group: 'in.jsonl', version: '1.2.3'})
  const place = {topic: 'in.jsonl', partition: 0, key: null, timestamp: undefined, headers: []}
  await sink.write([
    {
      message: {...place, offset: 9n, value: Buffer.from('{"id": \u001b[2J')},
      cause: {stage: 'parse', kind: 'NotJson', message: 'not JSON at byte 7'},
    },
    {
      message: {...place, offset: 12n, value: Buffer.from([0xff, 0xfe])},
      cause: {stage: 'decode', kind: 'NotUtf8', message: 'not UTF-8 at byte 0'},
    },
  ])
  await sink.close()
})
afterEach(() => rm(directory, {recursive: true}))

test('list: newest first, values safe for a terminal, and how to see one whole', async () => {
  const {stdout, exitCode} = await runCommand(DlqList, [path])
  expect(exitCode).toBe(0)
  expect(stdout).toBe(`${path}  2 dead letters

   LINE  CAME FROM       REASON               VALUE
      2  in.jsonl[0]@12  not UTF-8 at byte 0  fffe (hex)
      1  in.jsonl[0]@9   not JSON at byte 7   {"id": \\u001b[2J

   kbook dlq show ${path} 2
`)
})

test('show: one letter whole', async () => {
  const {stdout} = await runCommand(DlqShow, [path, '2'])
  expect(stdout).toBe(`${path} 2  not UTF-8 at byte 0

   came from  in.jsonl[0]@12
   failed at  decode, NotUtf8
   put by     in.jsonl
   key        (null)

   value  2 bytes
   00000000  fffe                                     ..
`)
})

test('the JSON shapes carry every byte', async () => {
  const list = await runCommand(DlqList, [path, '--json', '--limit', '1'])
  expect(list.json()).toEqual({
    ok: true,
    warnings: [],
    result: {
      kind: 'file',
      name: path,
      total: 2,
      unreadable: 0,
      letters: [
        {
          place: '2',
          origin: {topic: 'in.jsonl', partition: '0', offset: '12'},
          stage: 'decode',
          kind: 'NotUtf8',
          reason: 'not UTF-8 at byte 0',
          attempt: '1',
          group: 'in.jsonl',
          key: null,
          value: {encoding: 'base64', value: '//4='},
          headers: [],
        },
      ],
    },
  })
  const show = await runCommand(DlqShow, [path, '1', '--json'])
  expect(show.json()).toMatchObject({result: {value: {encoding: 'utf8', value: '{"id": \u001b[2J'}}})
})

test('a place that is none, a file that is not there', async () => {
  expect(await runCommand(DlqShow, [path, '0@1'])).toMatchObject({exitCode: 2})
  expect(await runCommand(DlqList, [join(directory, 'nope')])).toMatchObject({exitCode: 2})
})
