import {expect, test} from 'vitest'
import {readAssignment} from '../../../../../src/lib/kafka/groups/classic.js'
import {
  assignRanges,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../../../src/lib/kafka/member/assignor.js'

const subscriber = (memberId: string, topics: readonly string[], instanceId: string | null = null) => ({
  memberId,
  instanceId,
  topics,
})

function assigned(...args: Parameters<typeof assignRanges>): Record<string, string[]> {
  return Object.fromEntries(
    [...assignRanges(...args)].map(([member, partitions]) => [
      member,
      partitions.map(({topic, partition}) => `${topic}-${partition}`),
    ]),
  )
}

test('neighbouring partitions to each, one more to the first where it does not come out even', () => {
  const members = [subscriber('b', ['t']), subscriber('a', ['t'])]
  expect(assigned(members, new Map([['t', 3]]))).toEqual({a: ['t-0', 't-1'], b: ['t-2']})
})

test('only to those who want the topic, and nothing to one too many', () => {
  const members = [subscriber('a', ['t', 'u']), subscriber('b', ['u'])]
  const counts = new Map([
    ['t', 2],
    ['u', 1],
  ])
  expect(assigned(members, counts)).toEqual({a: ['t-0', 't-1', 'u-0'], b: []})
})

test('a static member keeps its share under another member id', () => {
  const members = [subscriber('zzz', ['t'], 'instance-1'), subscriber('aaa', ['t'], 'instance-2')]
  expect(assigned(members, new Map([['t', 2]]))).toEqual({zzz: ['t-0'], aaa: ['t-1']})
})

test('what is written can be read', () => {
  expect(decodeSubscription(encodeSubscription(['a', 'b']))).toEqual(['a', 'b'])
  const partitions = [
    {topic: 'a', partition: 0},
    {topic: 'a', partition: 3},
    {topic: 'b', partition: 1},
  ]
  expect(readAssignment(encodeAssignment(partitions))).toEqual(partitions)
})
