import {expect, it, vi} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {Cluster} from '../../../../../src/lib/kafka/cluster.js'
import {planCopy} from '../../../../../src/lib/kafka/offsets/plan-copy.js'
import {planRows} from '../../../../../src/lib/kafka/offsets/plan-rows.js'

const error = new KbookError('NOT_AUTHORIZED', 'not allowed to read t-1')
const commit = {topic: 't', leaderEpoch: undefined, metadata: '', error: undefined}

vi.mock('../../../../../src/lib/kafka/offsets/plan-rows.js', () => ({planRows: vi.fn()}))
vi.mock('../../../../../src/lib/kafka/offsets/read-groups.js', () => ({
  groupsToChange: () =>
    Promise.resolve({
      groups: [
        {
          description: {groupId: 'blue', members: []},
          offsets: {
            groupId: 'blue',
            partitions: [
              {...commit, partition: 0, offset: 5n},
              {...commit, partition: 1, offset: undefined, error},
              {...commit, partition: 2, offset: undefined},
            ],
            error: undefined,
          },
        },
      ],
    }),
}))

it('keeps a row of a commit that cannot be read, so that the copy does not look whole', async () => {
  await planCopy({} as Cluster, {from: 'blue', to: 'green', topics: [], allowNewGroups: true})
  expect(vi.mocked(planRows).mock.calls[0]?.[1]).toMatchObject([
    {group: 'green', topic: 't', partition: 0, position: {to: 'offset', offset: 5n}},
    {group: 'green', topic: 't', partition: 1, error},
  ])
})
