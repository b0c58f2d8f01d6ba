import {describe, expect, it} from 'vitest'
import {GroupDetail} from '../../../../../src/lib/kafka/groups/describe.js'
import type {GroupEntry} from '../../../../../src/lib/kafka/groups/list.js'
import {deleteGroupsView, removeMembersView} from '../../../../../src/lib/output/views/group-change.js'
import {groupDetailsView} from '../../../../../src/lib/output/views/group-describe.js'
import {groupListView} from '../../../../../src/lib/output/views/group-list.js'
import {rangesText} from '../../../../../src/lib/output/views/group-words.js'
import {groupOf, identity, lagOf} from '../../kafka/lag/fixtures.js'

const member = (n: number, assignment: GroupDetail['members'][number]['assignment'], epoch = 7) => ({
  memberId: `id-${n}`,
  clientId: `worker-${n}`,
  host: `10.0.0.${n}`,
  partitions: assignment.reduce((sum, {partitions}) => sum + partitions.length, 0),
  assignment,
  epoch,
})

const entry = (group: string, given: Partial<GroupEntry> = {}): GroupEntry => ({
  group,
  type: 'classic',
  state: 'Stable',
  coordinator: 1,
  ...given,
})

describe('a list of groups', () => {
  it('marks what needs somebody, and never lets a name drive the terminal', () => {
    const lag = groupOf([lagOf()]).total
    const groups = [
      entry('evil\u001b[2J', {state: 'Empty', members: [], lag}),
      entry('secret', {error: {code: 'NOT_AUTHORIZED', message: 'not allowed'}}),
      entry('fresh', {type: 'consumer', members: [], lag: groupOf([]).total}),
    ]
    const unanswered = [{broker: 2, error: {code: 'UNREACHABLE', message: 'nothing listens'}}]
    expect(groupListView({cluster: 'prod-eu', groups, unanswered}, {width: 90}).split('\n')).toEqual([
      'Groups  prod-eu',
      '  1 not fully readable · 1 behind without members · 3: 2 classic, 1 consumer',
      '',
      '   GROUP          TYPE      STATE   MEMBERS  LAG  COORDINATOR  NOTE',
      ' ! evil\\u001b[2J  classic   Empty         0   10            1  no members',
      ' ! secret         classic   Stable                          1  not allowed',
      '   fresh          consumer  Stable        0    -            1',
      '',
      ' ! broker 2 did not list its groups: nothing listens',
    ])
  })

  it('is no all-clear when it is empty', () => {
    expect(groupListView({cluster: 'prod-eu', groups: [], unanswered: []})).toBe(
      'Groups  none is there, or none that this user may see  prod-eu',
    )
  })
})

describe('all about a group', () => {
  it('begins with the members that have nothing or are late, and what was never committed', () => {
    const members = [
      member(1, [{topic: 'orders', partitions: [0, 1, 2, 5]}]),
      member(2, [{topic: 'pay', partitions: [0]}], 6),
      member(3, []),
    ]
    const group = new GroupDetail(
      {...identity({type: 'consumer', assignor: 'uniform', coordinator: 3}), members},
      [lagOf(), lagOf({topic: 'pay', committed: undefined})],
      {epoch: 7, coordinator: {id: 3, host: 'kafka-3', port: 9092, rack: undefined}},
    )
    const view = groupDetailsView({cluster: 'prod-eu', at: '', groups: [group], unanswered: []}, {width: 80})
    expect(view.split('\n').slice(0, 12)).toEqual([
      'deployment-worker  prod-eu',
      '  Stable · consumer group (KIP-848) · 3 members · lag up to 110',
      '  type consumer · coordinator 3 (kafka-3:9092) · assignor uniform · epoch 7',
      '',
      ' ! 1 member without partitions: worker-3 on 10.0.0.3. More members than',
      '   partitions, or nothing to read in the topics that they ask for',
      ' ! 1 member still on the way to epoch 7: worker-2 on 10.0.0.2',
      ' ! 1 partition never committed: pay[0]',
      '',
      '   MEMBER    HOST      PARTITIONS  LAG  EPOCH  READS         MEMBER ID',
      '   worker-1  10.0.0.1           4    0         orders:0-2,5  id-1',
      '   worker-2  10.0.0.2           1    0      6  pay:0         id-2',
    ])
  })

  it('writes partitions in a row as a range', () => {
    expect(rangesText([3, 1, 2, 7, 9, 10])).toBe('1-3,7,9-10')
    expect(rangesText([])).toBe('')
  })
})

describe('the preview of a change', () => {
  const commit = (partition: number, offset: bigint | undefined) => ({
    ...{topic: 'orders', partition, offset, leaderEpoch: undefined, metadata: '', error: undefined},
  })

  it('tells the offsets that go, and those that nobody can put back', () => {
    const base = {state: 'Empty', topics: ['orders'], partitions: [commit(0, 5n), commit(1, undefined)]}
    const groups = [
      {group: 'old', type: 'classic', ...base},
      {group: 'sharers', type: 'share', ...base},
    ] as const
    const view = deleteGroupsView({cluster: 'prod-eu', groups}, 200)
    expect(view).toContain('old      classic  Empty        1  orders')
    expect(view).toContain('! 1 committed offset goes with them: kept')
    expect(view).toContain('! What 1 share group acknowledged cannot be put back.')
  })

  it('says where the partitions of a removed member go', () => {
    const members = [{memberId: 'm', clientId: 'c', host: 'h', instanceId: undefined, assignment: []}]
    const plan = {cluster: 'prod-eu', group: 'g', type: 'classic', members} as const
    expect(removeMembersView({...plan, remaining: 0}, 200)).toContain('The group is left without members.')
    expect(removeMembersView({...plan, remaining: 2}, 200)).toContain('go to the 2 members that stay.')
  })
})
