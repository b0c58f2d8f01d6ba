import {appendFile, mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import type {AuditBegin} from '../../../../src/lib/change/audit-entry.js'
import {KEPT_FILES, rotateWhenFull} from '../../../../src/lib/change/audit-files.js'
import {noteBegin, noteEnd, type NewAuditBegin} from '../../../../src/lib/change/audit-log.js'
import {done, failed, notDone} from '../../../../src/lib/change/outcome.js'
import {findChange, readAudit} from '../../../../src/lib/change/read-audit.js'
import {KbookError} from '../../../../src/lib/errors.js'
import {scratchFolder} from '../../../helpers/scratch.js'

let file: string
beforeEach(() => {
  file = join(scratchFolder(), 'audit', 'audit.jsonl')
})

const entry = (id: string, more: Partial<NewAuditBegin> = {}): NewAuditBegin => ({
  id,
  cluster: {name: 'prod', id: 'C1'},
  command: ['kbook', 'offset', 'reset'],
  subject: 'offsets of group "g"',
  before: {offset: 5n},
  after: {offset: 9n},
  undo: 'offsets',
  ...more,
})
const lines = async (): Promise<AuditBegin[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditBegin)

describe('a change in the log', () => {
  it('is told from its beginning and its end', async () => {
    await noteBegin(entry('aaaa0001'), file)
    const error = new KbookError('REQUEST_FAILED', 'no leader')
    await noteEnd('aaaa0001', 'partial', [done('t-0'), failed('t-1', error), notDone('t-2')], {file})
    const {changes, damaged, more} = await readAudit({}, file)
    expect({damaged, more}).toEqual({damaged: 0, more: false})
    expect(changes).toMatchObject([
      {
        id: 'aaaa0001',
        cluster: {name: 'prod', id: 'C1'},
        before: {offset: '5'},
        outcome: 'partial',
        counts: {done: 1, failed: 1, 'not-done': 1},
        rows: [
          {subject: 't-1', status: 'failed', error: 'no leader'},
          {subject: 't-2', status: 'not-done'},
          {subject: 't-0', status: 'done'},
        ],
      },
    ])
    expect(changes[0]).not.toHaveProperty('phase')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('is under way while its process runs, and unknown once that is gone', async () => {
    await noteBegin(entry('aaaa0001'), file)
    expect((await findChange('aaaa', file)).outcome).toBe('running')
    const [begin] = await lines()
    await writeFile(file, `${JSON.stringify({...begin, process: {pid: 2 ** 22 - 3, identity: 'x'}})}\n`)
    expect((await findChange('aaaa', file)).outcome).toBe('unknown')
    await writeFile(file, `${JSON.stringify({...begin, host: 'elsewhere'})}\n`)
    expect((await findChange('aaaa', file)).outcome).toBe('unknown')
  })

  it('is found by the first digits of its id, when they are enough', async () => {
    for (const id of ['aaaa0001', 'aabb0001']) await noteBegin(entry(id), file)
    expect((await findChange('aaaa', file)).id).toBe('aaaa0001')
    await expect(findChange('aa', file)).rejects.toThrow('several changes begin with "aa"')
    await expect(findChange('ff', file)).rejects.toMatchObject({code: 'NOT_FOUND'})
  })
})

describe('reading', () => {
  it('gives the latest first, so many, of one cluster, since a time', async () => {
    for (const id of ['aaaa0001', 'aaaa0002', 'aaaa0003']) await noteBegin(entry(id), file)
    await noteBegin(entry('bbbb0001', {cluster: {name: 'dev', id: 'C2'}}), file)
    const ids = async (request: Parameters<typeof readAudit>[0]): Promise<string[]> =>
      (await readAudit(request, file)).changes.map(({id}) => id)
    expect(await ids({limit: 2})).toEqual(['bbbb0001', 'aaaa0003'])
    expect((await readAudit({limit: 2}, file)).more).toBe(true)
    expect(await ids({cluster: 'prod'})).toEqual(['aaaa0003', 'aaaa0002', 'aaaa0001'])
    expect(await ids({cluster: 'C2'})).toEqual(['bbbb0001'])
    expect(await ids({since: Date.now() + 1000})).toEqual([])
  })

  it('has nothing to tell without a log, and counts what is damaged', async () => {
    expect(await readAudit({}, file)).toEqual({file, changes: [], more: false, damaged: 0})
    await noteBegin(entry('aaaa0001'), file)
    await appendFile(file, 'rubbish\n{"phase":"begin","id":"x"}\nnull\n{"phase":"beg')
    await noteBegin(entry('aaaa0002'), file)
    const {changes, damaged} = await readAudit({}, file)
    expect(changes.map(({id}) => id)).toEqual(['aaaa0002', 'aaaa0001'])
    expect(damaged).toBe(4)
  })

  it('is not blinded by lines that are JSON and no change', async () => {
    await noteBegin(entry('aaaa0001'), file)
    const [whole] = await lines()
    const wrong: object[] = [
      {time: 'garbage'},
      {subject: undefined},
      {cluster: {}},
      {cluster: null},
      {process: null},
      {command: [1]},
      {undo: 'everything'},
    ]
    const ends: object[] = [{rows: 1}, {outcome: 'fine'}, {counts: null}, {time: ''}]
    const end = {phase: 'end', id: 'aaaa0001', time: whole?.time, outcome: 'done', counts: {}, rows: []}
    const text = [
      ...wrong.map((part, n) => ({...whole, id: `bbbb000${n}`, ...part})),
      ...ends.map((part) => ({...end, ...part})),
    ].map((line) => `${JSON.stringify(line)}\n`)
    await appendFile(file, text.join(''))
    const {changes, damaged} = await readAudit({}, file)
    expect(changes.map(({id}) => id)).toEqual(['aaaa0001'])
    expect(damaged).toBe(wrong.length + ends.length)
  })

  it('finds the beginning in the file before', async () => {
    await noteBegin(entry('aaaa0001'), file)
    await rotateWhenFull(file, 1)
    await noteEnd('aaaa0001', 'done', [done('t-0')], {file})
    await noteBegin(entry('aaaa0002'), file)
    expect((await readAudit({limit: 5}, file)).changes).toMatchObject([
      {id: 'aaaa0002'},
      {id: 'aaaa0001', outcome: 'done'},
    ])
  })
})

describe('writing', () => {
  it('begins a new file when one is full, and keeps a bounded number', async () => {
    await mkdir(dirname(file), {recursive: true})
    for (let day = 0; day < KEPT_FILES + 2; day++) {
      await writeFile(file.replace('.jsonl', `-2020-01-${String(day + 1).padStart(2, '0')}.jsonl`), 'x')
    }
    await noteBegin(entry('aaaa0001'), file)
    await rotateWhenFull(file, 1)
    const names = await readdir(dirname(file))
    expect(names).toHaveLength(KEPT_FILES)
    expect(names).not.toContain('audit.jsonl')
    expect(names).not.toContain('audit-2020-01-03.jsonl')
  })

  it('goes on with a full file while another process rotates', async () => {
    await noteBegin(entry('aaaa0001'), file)
    await writeFile(`${file}.lock`, '1')
    await rotateWhenFull(file, 1)
    expect(await lines()).toHaveLength(1)
  })

  it('keeps lines of many writers whole', async () => {
    const ids = Array.from({length: 40}, (_, n) => `cccc00${String(n).padStart(2, '0')}`)
    await Promise.all(ids.map((id) => noteBegin(entry(id, {before: 'x'.repeat(20_000)}), file)))
    expect((await lines()).map(({id}) => id).sort()).toEqual(ids)
  })

  it('is bounded, whatever a change is about', async () => {
    const many = Array.from({length: 20_000}, (_, n) => ({
      topic: 'a-rather-long-name',
      partition: n,
      offset: 5n,
    }))
    await noteBegin(entry('aaaa0001', {before: many, after: undefined}), file)
    await noteEnd(
      'aaaa0001',
      'done',
      many.map(({partition}) => done(`t-${partition}`)),
      {file},
    )
    expect((await stat(file)).size).toBeLessThan(150_000)
    const change = await findChange('aaaa0001', file)
    expect(change.before).toMatchObject({leftOutBytes: expect.any(Number) as number})
    expect(change.counts).toEqual({done: 20_000})
    expect(change.rows).toHaveLength(1000)
  })

  it('holds no secret', async () => {
    const secret = 'hunter2-and more'
    await noteBegin(
      entry('aaaa0001', {
        command: [
          'kbook',
          'broker',
          'config',
          'alter',
          '--set',
          `ssl.keystore.password=${secret}`,
          `--set=listener.name.x.sasl.jaas.config=Login required password="${secret}";`,
          '--password',
          secret,
          `SCRAM-SHA-256=[iterations=8192,password=${secret}]`,
          '--url',
          `https://me:${secret.replaceAll(' ', '')}@example.org/x`,
          '--set',
          'retention.ms=1000',
        ],
        subject: `ssl.key.password=${secret}`,
        before: {'ssl.truststore.password': secret, name: 'x'},
        after: [
          {name: 'ssl.keystore.key', value: secret},
          {name: 'retention.ms', value: '5'},
        ],
      }),
      file,
    )
    const error = new KbookError('BAD_INPUT', `invalid value for ssl.key.password=${secret}`)
    await noteEnd('aaaa0001', 'failed', [failed('b', error)], {file})
    const text = await readFile(file, 'utf8')
    expect(text).not.toContain('hunter2')
    expect(text).toContain('retention.ms=1000')
    expect(text).toContain('"value":"5"')
    expect(text).toContain('https://***@example.org/x')
  })

  it('says when it cannot be written', async () => {
    await mkdir(file, {recursive: true})
    await expect(noteBegin(entry('aaaa0001'), file)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      exitCode: 5,
    })
  })
})
