import {describe, expect, it} from 'vitest'
import {GroupLag, type LagReport} from '../../../../../src/lib/kafka/lag/report.js'
import {LagTrends} from '../../../../../src/lib/kafka/lag/trend.js'
import type {LagMember, PartitionLag} from '../../../../../src/lib/kafka/lag/types.js'
import {lagView, type LagViewOptions} from '../../../../../src/lib/output/views/lag.js'
import {groupOf, identity, lagOf, NOW, reportOf} from '../../kafka/lag/fixtures.js'

const member = (n: number): LagMember => ({
  memberId: `worker-${n}-id`,
  clientId: `worker-${n}`,
  host: `10.0.0.${n + 3}`,
  partitions: 4,
})
const reader = (n: number) => ({...member(n), instanceId: undefined, assignment: []})

const requests = (grown = 0n): PartitionLag[] => [
  lagOf({
    topic: 'deploy-requests',
    partition: 0,
    committed: 501_220n + grown,
    end: 502_001n + grown,
    waitsMs: 18_000,
    member: reader(0),
  }),
  lagOf({topic: 'deploy-requests', partition: 1, committed: undefined, start: 497_999n, end: 498_554n}),
  lagOf({
    topic: 'deploy-requests',
    partition: 2,
    committed: 503_112n,
    end: 514_207n + grown,
    waitsMs: 252_000,
    member: reader(1),
  }),
  ...Array.from({length: 9}, (_, n) => lagOf({topic: 'deploy-requests', partition: n + 3, committed: 100n})),
]

const lines = (group: GroupLag | readonly GroupLag[], options: LagViewOptions = {}): string[] =>
  lagView(reportOf('map' in group ? group : [group]), {
    width: 80,
    overview: 'map' in group,
    ...options,
  }).split('\n')

const worker = (partitions = requests()): GroupLag => groupOf(partitions, {members: [0, 1, 2].map(member)})

describe('the lag of one group', () => {
  it('has the answer first, the worst next, and what is fine folded away', () => {
    expect(lines(worker())).toEqual([
      'deployment-worker  prod-eu',
      '  Stable · 3 members · lag up to 12,431 · oldest 4m 12s',
      '',
      '   TOPIC            P  COMMITTED      END     LAG  BEHIND  NOTE       MEMBER',
      '   deploy-requests  2    503,112  514,207  11,095  4m 12s             worker-1',
      '   deploy-requests  0    501,220  502,001     781     18s             worker-0',
      '   deploy-requests  1          -  498,554    ≤555       ?  no commit',
      '   9 partitions without lag hidden (--zero)',
    ])
  })

  it('shows more columns where there is room, the cluster at the right edge', () => {
    const [first, , header] = lines(worker(), {width: 160})
    expect(first).toBe(
      'deployment-worker  Stable · 3 members · lag up to 12,431 · oldest 4m 12s                  prod-eu',
    )
    expect(header).toBe(
      '   TOPIC            P  COMMITTED    START      END     LAG  BEHIND  NOTE       MEMBER    HOST',
    )
  })

  it('shows everything when asked to', () => {
    expect(lines(worker(), {zero: true})).toHaveLength(16)
  })

  it('tells growth and what stands still, once there are samples', () => {
    const trends = new LagTrends()
    let report = reportOf([])
    for (let n = 0; n < 8; n++)
      report = trends.add(reportOf([worker(requests(BigInt(n * 236)))], NOW + n * 2000))
    const text = lagView(report, {width: 80})
    expect(text).toContain('growing 118/s')
    expect(text).toMatch(/ ! deploy-requests +2 .* \+118\/s +4m 12s .*still 14s/)
    expect(text).toContain(
      ' ! deploy-requests[2] has stood still for 14s while its end grows\n' +
        '   one slow or stuck message at 503,112, or a member that hangs: worker-1 on\n   10.0.0.4',
    )
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true)
  })

  it('says in words what is wrong, and marks the rows', () => {
    const broken: PartitionLag = {
      topic: 'orders',
      partition: 2,
      committed: 77n,
      flags: ['leaderless'],
      error: {code: 'REQUEST_FAILED', message: 'orders-2 has no leader'},
    }
    const group = groupOf(
      [
        broken,
        lagOf({committed: 20n, start: 1060n, end: 5000n, waitsMs: 86_400_000}),
        lagOf({partition: 1, committed: 9000n, end: 512n}),
        lagOf({
          partition: 3,
          committed: 400n,
          stable: 450n,
          end: 512n,
          transaction: {openForMs: 1_000_000, transactionalId: 'pay-1'},
        }),
        lagOf({topic: 'audit', compacted: true}),
      ],
      {type: 'consumer', state: 'Empty'},
    )
    expect(lines(group)).toEqual([
      'deployment-worker  prod-eu',
      '  Empty · consumer group (KIP-848) · 0 members · lag up to 4,574+? · oldest >1d',
      '  lost 1,040',
      '',
      '   TOPIC   P  COMMITTED  START    END    LAG  STABLE  BEHIND  NOTE',
      ' ! orders  2         77      -      -      ?                  no leader',
      ' ! orders  0         20  1,060  5,000  3,940             >1d  1,040 lost',
      ' ! orders  1      9,000      0    512   ≤512               ?  beyond end',
      ' ! orders  3        400      0    512    112      50       ?  txn open 16m 40s',
      '   audit   0         90      0    100    ≤10               ?',
      '',
      ' ! the group has no members: nobody reads, unless a consumer assigns partitions',
      '   by hand',
      ' ! orders[2] has no leader: its lag is unknown until one of its replicas is back',
      ' ! orders[3] stands at 450 for readers of committed records',
      '   transaction "pay-1" has been open for 16m 40s and should have ended: look at',
      '   its producer',
      ' ! orders[0] lost 1,040 messages: deleted before they were read',
      '   committed 20, but the log starts at 1,060: retention came first, or somebody',
      '   deleted them',
      ' ! orders[1] is committed at 9,000, beyond its end 512',
      '   The topic was created anew or lost its tail: the group starts over where its',
      '   auto.offset.reset says',
      '',
      '   LAG is at most that on compacted topics: audit',
      '   BEHIND > is a lower bound: older messages are gone',
    ])
  })

  it('does not say that nobody reads when commits move', () => {
    const trends = new LagTrends()
    const idle = (committed: bigint): GroupLag => groupOf([lagOf({committed})], {state: 'Empty'})
    const text = (report: LagReport): string => lagView(report, {width: 80})
    expect(text(trends.add(reportOf([idle(40n)], NOW)))).toContain('nobody reads')
    expect(text(trends.add(reportOf([idle(40n)], NOW + 2000)))).toContain('nobody reads')
    expect(text(trends.add(reportOf([idle(50n)], NOW + 4000)))).not.toContain('nobody reads')
    expect(text(trends.add(reportOf([idle(50n)], NOW + 60_000)))).toContain('nobody reads')
  })

  it('does not repeat itself for many partitions of a kind', () => {
    const gone = Array.from({length: 8}, (_, partition) => lagOf({partition, committed: 1n, start: 50n}))
    const text = lines(groupOf(gone)).join('\n')
    expect(text.match(/deleted before they were read/g)).toHaveLength(3)
    expect(text).toContain(' ! and 5 more like that')
  })

  it('lists members with what each has to do', () => {
    const text = lines(worker(), {members: true}).join('\n')
    expect(text).toContain('   MEMBER    HOST      PARTITIONS     LAG  MEMBER ID')
    expect(text).toContain('   worker-1  10.0.0.4           4  11,095  worker-1-id')
  })

  it('names a share group as such', () => {
    expect(lines(groupOf([lagOf({share: true})], {type: 'share'})).join('\n')).toContain('share group')
  })

  it('says when there is nothing to tell', () => {
    expect(lines(groupOf([])).join('\n')).toContain('nothing is committed or assigned that this user may see')
  })

  it('shows no 0 where nothing is committed', () => {
    expect(lines(groupOf([]))[0]).toContain('Stable · 0 members · no commits')
    const empty = lagOf({committed: undefined, end: 0n})
    expect(lines(groupOf([empty]))[0]).toContain('0 members · no commits  prod-eu')
    expect(lines(groupOf([lagOf({committed: undefined})]))[0]).toContain('no commits, lag up to 100')
    expect(lines([groupOf([empty])], {zero: true}).join('\n')).toMatch(/deployment-worker .* - .*no commits/)
  })

  it('lets nothing from the cluster drive the terminal', () => {
    const evil = {...reader(0), clientId: 'x\u001b[2Jy\n'}
    expect(lines(groupOf([lagOf({member: evil})], {group: 'g\u0007'})).join('\n')).not.toMatch(
      /[\u0007\u001b]/,
    )
  })
})

describe('an overview', () => {
  const quiet = groupOf([lagOf({committed: 100n})], {group: 'quiet'})
  const secret = new GroupLag(
    identity({group: 'secret', error: {code: 'NOT_AUTHORIZED', message: 'not allowed'}}),
    [],
  )
  const idle = groupOf([lagOf({committed: 40n, start: 50n})], {group: 'idle', state: 'Empty'})

  it('has what is unknown first, then the worst, and folds the rest', () => {
    expect(lines([quiet, idle, secret, worker()])).toEqual([
      'Consumer lag  prod-eu',
      '  4 groups · 2 behind by up to 12,481 messages · 1 not fully readable',
      '',
      '   GROUP              STATE       LAG  BEHIND  NOTE',
      ' ! secret             Stable        ?          not allowed',
      ' ! idle               Empty        50          no members; 10 lost',
      '   deployment-worker  Stable  ≤12,431  4m 12s  1 partition without a commit',
      '   1 group without lag hidden (--zero)',
    ])
  })

  it('does not take a cluster without visible groups for one without lag', () => {
    expect(lines([])).toEqual(['Consumer lag  no group is there, or none that this user may see  prod-eu'])
    expect(lines([], {minLag: 5n})).toEqual(['Consumer lag  no group with a lag of 5 or more  prod-eu'])
  })

  it('does not count as behind what does not exist, nor what is unknown', () => {
    const error = {code: 'GROUP_NOT_FOUND', message: 'group "nope" does not exist'}
    const nope = new GroupLag(identity({group: 'nope', state: 'Dead', error}), [])
    expect(lines([idle, nope])[0]).toContain('2 groups · 1 behind by 50 messages · 1 does not exist')
    expect(lines([secret, quiet])[0]).toContain('2 groups · none known to be behind · 1 not fully readable')
  })

  it('marks what is at most that, and says why', () => {
    const compacted = groupOf([lagOf({compacted: true})], {group: 'cache'})
    expect(lines([compacted, quiet])).toEqual([
      'Consumer lag  2 groups · 1 behind by up to 10 messages  prod-eu',
      '',
      '   GROUP  TYPE     STATE   LAG  WORST PARTITION',
      '   cache  classic  Stable  ≤10  orders[0]',
      '   1 group without lag hidden (--zero)',
      '',
      '   LAG is at most that on compacted topics: orders',
    ])
  })

  it('says so when nobody is behind', () => {
    const other = groupOf([lagOf({committed: 100n})], {group: 'other'})
    expect(lines([quiet, other])).toEqual([
      'Consumer lag  2 groups · none behind  prod-eu',
      '',
      '   2 groups without lag hidden (--zero)',
    ])
  })
})
