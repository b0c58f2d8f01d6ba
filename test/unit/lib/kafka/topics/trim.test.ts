import {expect, it} from 'vitest'
import type {TopicReader} from '../../../../../src/lib/kafka/topics/readers.js'
import {lossesOf, type TrimRow} from '../../../../../src/lib/kafka/topics/trim.js'

const row = (partition: number, start: bigint, target: bigint): TrimRow => ({
  ...{topic: 't', partition, start, target},
  end: 100n,
  deletes: target - start,
})
const reader = (group: string, committed: readonly (bigint | undefined)[]): TopicReader => ({
  ...{group, state: 'Empty', members: 0, topics: ['t'], lag: 0n},
  partitions: committed.map((offset, partition) => ({
    topic: 't',
    partition,
    flags: ['ok'],
    committed: offset,
  })),
})

it('names groups by the messages that they lose, never those that they have read or that were gone', () => {
  const groups = [
    reader('done', [50n, 80n]),
    reader('behind', [10n, undefined]),
    reader('expired', [0n, 70n]),
    reader('elsewhere', [undefined, undefined, 0n]),
  ]
  expect(lossesOf({groups}, [row(0, 5n, 50n), row(1, 0n, 80n)])).toEqual([
    {group: 'expired', members: 0, lost: 55n},
    {group: 'behind', members: 0, lost: 40n},
  ])
})
