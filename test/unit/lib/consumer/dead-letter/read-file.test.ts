import {appendFile, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {fileDeadLetters} from '../../../../../src/lib/consumer/dead-letter/file-sink.js'
import type {DeadLetter} from '../../../../../src/lib/consumer/dead-letter/letter.js'
import {readFileLetter, readFileLetters} from '../../../../../src/lib/consumer/dead-letter/read-file.js'
import type {SourceMessage} from '../../../../../src/lib/consumer/types.js'

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-dlq-'))
  path = join(directory, 'incidents.dlq.jsonl')
})
afterEach(() => rm(directory, {recursive: true}))

const letter = (value: Buffer, headers: SourceMessage['headers'] = []): DeadLetter => ({
  message: {
    topic: 'sre',
    partition: 2,
    offset: 10_443n,
    key: Buffer.from('k'),
    value,
    headers,
    timestamp: Date.UTC(2026, 0, 31),
  },
  cause: {stage: 'parse', kind: 'NotJson', message: 'not JSON at byte 12'},
})
const write = async (...letters: DeadLetter[]): Promise<void> => {
  const sink = fileDeadLetters(path, {group: 'g', version: '1.2.3'})
  await sink.write(letters)
  await sink.close()
}

test('what was put aside comes back byte for byte, with its reason', async () => {
  const value = Buffer.from([0xff, 0x00, 0x0a])
  const headers: SourceMessage['headers'] = [
    ['trace', null],
    ['trace', Buffer.from('2')],
  ]
  await write(letter(value, headers))
  const found = await readFileLetter(path, 1n)
  expect(found).toMatchObject({
    origin: {topic: 'sre', partition: '2', offset: '10443'},
    stage: 'parse',
    kind: 'NotJson',
    reason: 'not JSON at byte 12',
    attempt: '1',
    group: 'g',
  })
  expect(found.message.value).toEqual(value)
  expect(found.message.key).toEqual(Buffer.from('k'))
  expect(found.message.headers).toEqual(headers)
})

test('a letter that was here before keeps the headers of its earlier letter as its own', async () => {
  const earlier: SourceMessage['headers'] = [['__kbook.attempt', Buffer.from('1')]]
  await write(letter(Buffer.from('x'), earlier))
  const found = await readFileLetter(path, 1n)
  expect(found.attempt).toBe('2')
  expect(found.message.headers).toEqual(earlier)
})

test('lists the newest first, counts the rest, and names lines that are no letter', async () => {
  await write(letter(Buffer.from('1')), letter(Buffer.from('2')))
  await appendFile(path, 'not a letter\n{}\n')
  await write(letter(Buffer.from('5')))
  const {letters, total, unreadable} = await readFileLetters(path, 2)
  expect(letters.map(({message}) => message.value?.toString())).toEqual(['5', '2'])
  expect(letters.map(({place}) => place.offset)).toEqual([5n, 2n])
  expect({total, unreadable}).toEqual({total: 3, unreadable: 2})
})

test('no such file, no such line', async () => {
  await expect(readFileLetters(path, 1)).rejects.toMatchObject({code: 'NOT_FOUND'})
  await write(letter(Buffer.from('1')))
  await expect(readFileLetter(path, 2n)).rejects.toThrow('has no dead letter on line 2')
})
