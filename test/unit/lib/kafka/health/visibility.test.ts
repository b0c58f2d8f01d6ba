import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {kafkaError} from '../../../../../src/lib/kafka/error-map.js'
import {judgeHealth} from '../../../../../src/lib/kafka/health/report.js'
import {readVisibility} from '../../../../../src/lib/kafka/health/visibility.js'
import type {HealthSnapshot, Visibility} from '../../../../../src/lib/kafka/health/types.js'
import {DENIED, info, told, topic, topics, UNTOLD} from './scene.js'

type Asked = Parameters<typeof readVisibility>[0]

/** A cluster that answers for a topic and a group that nobody has, and says what may be done to it. */
function cluster(topicCode: number, groupCode: number, operations: number): Asked {
  return {
    topics: ([name = ''] = []) =>
      Promise.resolve(new Map([[name, {...topic(name), error: kafkaError(topicCode, `topic "${name}"`)}]])),
    toAny: (api: string) =>
      Promise.resolve(
        api === 'DescribeGroups'
          ? {groups: [{errorCode: groupCode}]}
          : {clusterAuthorizedOperations: operations},
      ),
  } as unknown as Asked
}

it('all is seen by who may describe any name', async () => {
  expect(await readVisibility(cluster(3, 16, 0))).toEqual({topics: undefined, groups: undefined})
})

it('all groups are seen also by who may describe the cluster', async () => {
  const {topics: hidden, groups} = await readVisibility(cluster(29, 30, 1 << 8))
  expect(groups).toBeUndefined()
  expect(hidden?.hints.join('\n')).toContain("--operation Describe --topic '*'")
  expect((await readVisibility(cluster(3, 30, 1 << 3))).groups?.code).toBe('NOT_AUTHORIZED')
})

const judge = (visibility: Visibility): string[] => {
  const unread = {error: UNTOLD}
  const snapshot: HealthSnapshot = {
    ...{
      info: info(),
      at: 0,
      views: unread,
      registered: unread,
      eligible: unread,
      minIsr: unread,
      reassignments: {value: []},
      quorum: unread,
    },
    ...{transactions: unread, logDirs: unread, lag: unread, rebalancing: unread, metrics: unread},
    topics: topics(topic('a', {isr: [1]})),
    visibility: {value: visibility},
  }
  return told(judgeHealth('c', snapshot, {checks: ['partitions', 'replication', 'leaders']}).findings)
}

it('nothing is well of which only a part is seen; what is wrong stays', () => {
  const away = 'warning | 1 of 1 partition under-replicated | a-0'
  expect(judge({topics: DENIED, groups: undefined})).toEqual([
    'unknown | this user may not see all topics',
    away,
  ])
  expect(judge({topics: undefined, groups: new KbookError('NOT_AUTHORIZED', 'no')})).toEqual([
    away,
    'ok | 1 partition, each with a leader',
    'ok | every partition is led by its preferred replica',
  ])
})
