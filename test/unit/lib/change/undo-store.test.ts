import {mkdir, readdir, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, expect, it} from 'vitest'
import {
  findUndo,
  KEPT_DAYS,
  KEPT_ENTRIES,
  listUndo,
  mustBeOf,
  saveUndo,
  undoData,
  type UndoEntry,
} from '../../../../src/lib/change/undo-store.js'
import {scratchFolder} from '../../../helpers/scratch.js'

let folder: string
beforeEach(() => {
  folder = scratchFolder()
})

const entry = (
  id: string,
  time = '2026-01-01T00:00:00.000Z',
  kind: UndoEntry['kind'] = 'offsets',
): UndoEntry => ({
  id,
  kind,
  time,
  cluster: {name: 'prod', id: 'C1'},
  subject: 'group "g"',
  data: {offset: 5n},
})

it('gives back what was kept, the latest first, of its kind', async () => {
  await saveUndo(entry('aaaa0001', '2026-01-01T00:00:00.000Z'), folder)
  await saveUndo(entry('aaaa0002', '2026-01-03T00:00:00.000Z'), folder)
  await saveUndo(entry('aaaa0003', '2026-01-02T00:00:00.000Z'), folder)
  await saveUndo(entry('bbbb0001', '2026-01-02T00:00:00.000Z', 'topic'), folder)
  expect((await listUndo('offsets', folder)).map(({id}) => id)).toEqual(['aaaa0002', 'aaaa0003', 'aaaa0001'])
  expect((await findUndo('topic', 'bb', folder)).data).toEqual({offset: '5'})
})

it('is found by the first digits, when they are enough', async () => {
  await saveUndo(entry('aaaa0001'), folder)
  await saveUndo(entry('aaaa0002'), folder)
  await expect(findUndo('offsets', 'aaaa', folder)).rejects.toThrow('several changes begin with "aaaa"')
  await expect(findUndo('offsets', '../x', folder)).rejects.toMatchObject({code: 'NOT_FOUND'})
  await expect(findUndo('topic', 'aaaa0001', folder)).rejects.toMatchObject({code: 'NOT_FOUND'})
})

it('is not blinded by a damaged one, which says so when it is asked for', async () => {
  await saveUndo(entry('aaaa0001'), folder)
  await writeFile(join(folder, 'undo', 'dddd0001.json'), '{"id":"dddd')
  await writeFile(join(folder, 'undo', 'eeee0001.json'), 'null')
  await writeFile(join(folder, 'undo', 'notes.txt'), 'mine')
  expect((await listUndo('offsets', folder)).map(({id}) => id)).toEqual(['aaaa0001'])
  await expect(findUndo('offsets', 'dddd0001', folder)).rejects.toThrow(/dddd0001\.json is damaged/)
})

it.each<[string, object]>([
  ['no cluster', {cluster: null}],
  ['a cluster without a name', {cluster: {}}],
  ['a time that is none', {time: 'garbage'}],
  ['no subject', {subject: undefined}],
])('leaves out one with %s', async (_what, wrong) => {
  await mkdir(join(folder, 'undo'))
  await writeFile(join(folder, 'undo', 'aaaa.json'), JSON.stringify({...entry('aaaa'), data: {}, ...wrong}))
  expect(await listUndo('offsets', folder)).toEqual([])
  await expect(findUndo('offsets', 'aaaa', folder)).rejects.toMatchObject({code: 'BAD_INPUT'})
})

it.each<[UndoEntry['kind'], object]>([
  ['offsets', {groups: 3}],
  [
    'offsets',
    {groups: [{group: 'g', type: 'classic', partitions: [{topic: 't', partition: 0, offset: 'abc'}]}]},
  ],
  ['topic', {topics: [{topic: 't'}]}],
  ['broker', {broker: 1}],
  ['reassign', {partitions: [{topic: 't', partition: 0}]}],
])('says that one is damaged whose data is not that of its kind: %s %j', (kind, data) => {
  expect(() => undoData({...entry('aaaa', undefined, kind), data})).toThrow(/aaaa\.json is damaged/)
})

it('gives the data of its kind', () => {
  const partitions = [
    {topic: 't', partition: 0, offset: null},
    {topic: 't', partition: 1, offset: '5'},
  ]
  const data = {groups: [{group: 'g', type: 'classic', partitions}]}
  expect(undoData({...entry('aaaa'), data})).toBe(data)
})

it('keeps the newest, and younger ones however many there are', async () => {
  const undo = join(folder, 'undo')
  await mkdir(undo)
  const old = new Date(Date.now() - (KEPT_DAYS + 1) * 86_400_000)
  for (let n = 0; n < KEPT_ENTRIES + 5; n++) {
    const file = join(undo, `${n.toString(16).padStart(8, '0')}.json`)
    await writeFile(file, '{}')
    if (n < 10) await utimes(file, old, old)
  }
  await saveUndo(entry('ffff0001'), folder)
  const names = await readdir(undo)
  // Only old ones go, and only as many as are too many.
  expect(names).toHaveLength(KEPT_ENTRIES)
  expect(names).toContain('ffff0001.json')
})

it('belongs to one cluster', () => {
  expect(() => mustBeOf(entry('aaaa0001'), 'C2')).toThrow(
    'change aaaa0001 was made on prod, which is another cluster',
  )
  expect(() => mustBeOf(entry('aaaa0001'), 'C1')).not.toThrow()
  expect(() => mustBeOf(entry('aaaa0001'), undefined)).not.toThrow()
})
