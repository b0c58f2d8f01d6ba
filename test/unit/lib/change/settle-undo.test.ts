import {beforeEach, expect, it} from 'vitest'
import {done, failed, notDone, type RowOutcome} from '../../../../src/lib/change/outcome.js'
import {settleUndo} from '../../../../src/lib/change/settle-undo.js'
import {listUndo, saveUndo, type UndoEntry} from '../../../../src/lib/change/undo-store.js'
import {KbookError} from '../../../../src/lib/errors.js'
import {offsetsUndo} from '../../../../src/lib/kafka/offsets/undo.js'
import {scratchFolder} from '../../../helpers/scratch.js'

const commit = (partition: number): Parameters<typeof offsetsUndo>[0][number]['partitions'][number] => ({
  topic: 't',
  partition,
  topicId: 'A',
  offset: 5n,
  leaderEpoch: undefined,
  metadata: '',
  error: undefined,
})
const groups = [
  {group: 'g', type: 'classic' as const, partitions: [commit(0), commit(1), commit(2)]},
  {group: 'h', type: 'classic' as const, partitions: [commit(0)]},
]
const entry: UndoEntry = {
  id: 'aaaa0001',
  kind: 'offsets',
  time: '2026-01-01T00:00:00.000Z',
  cluster: {name: 'prod', id: 'C1'},
  subject: '4 offsets',
  data: offsetsUndo(groups).data,
}
const refused = (subject: string): RowOutcome => failed(subject, new KbookError('REFUSED', 'has moved'))
const lost = (subject: string): RowOutcome => failed(subject, new KbookError('UNREACHABLE', 'no answer'))

let folder: string
beforeEach(async () => {
  folder = scratchFolder()
  await saveUndo(entry, folder)
})

it('keeps of a change what is done, or may be', async () => {
  const rows = [
    done('group "g" t-0'),
    refused('group "g" t-1'),
    lost('group "g" t-2'),
    notDone('group "h" t-0'),
  ]
  await settleUndo(entry, 'partial', rows, offsetsUndo(groups).narrow, folder)
  const [kept] = await listUndo('offsets', folder)
  expect(kept).toMatchObject({id: 'aaaa0001', outcome: 'partial', subject: '4 offsets'})
  const row = {topic: 't', topicId: 'A', offset: '5'}
  expect(kept?.data).toEqual({
    groups: [
      {
        group: 'g',
        type: 'classic',
        partitions: [
          {...row, partition: 0},
          {...row, partition: 2},
        ],
      },
    ],
  })
})

it('narrows to groups where each is one row', async () => {
  const {narrow} = offsetsUndo(groups, (group) => `group "${group}"`)
  await settleUndo(entry, 'partial', [done('group "h"'), refused('group "g"')], narrow, folder)
  const [kept] = await listUndo('offsets', folder)
  expect(kept?.data).toMatchObject({groups: [{group: 'h'}]})
})

it('keeps nothing of what was never done', async () => {
  await settleUndo(entry, 'failed', [refused('group "g" t-0'), notDone('group "h" t-0')], undefined, folder)
  expect(await listUndo('offsets', folder)).toEqual([])
})

it('keeps all where it cannot be told apart', async () => {
  await settleUndo(entry, 'partial', [done('a'), refused('b')], undefined, folder)
  expect(await listUndo('offsets', folder)).toMatchObject([{outcome: 'partial', data: entry.data}])
})
