import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {ConfigEntry} from '../../../../../src/lib/kafka/configs/types.js'
import type {DescribedPartition, DescribedTopic} from '../../../../../src/lib/kafka/topics/describe.js'
import type {TopicStep} from '../../../../../src/lib/kafka/topics/steps.js'
import {topicView} from '../../../../../src/lib/output/views/topic.js'
import {topicListView} from '../../../../../src/lib/output/views/topic-list.js'
import {topicPlanView} from '../../../../../src/lib/output/views/topic-plan.js'
import {perSecond, settingMeaning} from '../../../../../src/lib/output/views/topic-words.js'

const partition = (over: Partial<DescribedPartition> = {}): DescribedPartition => ({
  ...{partition: 0, leader: 1, replicas: [1, 2], isr: [1, 2], offlineReplicas: [], flags: []},
  ...{start: 10n, end: 1510n, messages: 1500n, size: 2048n},
  ...over,
})
const topic = (
  partitions: readonly DescribedPartition[],
  over: Partial<DescribedTopic> = {},
): DescribedTopic => ({
  ...{name: 'orders', id: 'x', internal: false, replicas: 2, messages: 1500n, size: 4096n, minIsr: 2},
  ...{partitions, config: []},
  ...over,
})
const view = (...topics: DescribedTopic[]): string =>
  topicView({cluster: 'prod', topics, failed: []}, {width: 80})

describe('a topic', () => {
  it('has its facts, partitions and own settings', () => {
    const config: ConfigEntry[] = [
      {
        ...{name: 'retention.ms', value: '604800000', source: 'topic', readOnly: false, sensitive: false},
        ...{type: undefined, synonyms: [], documentation: undefined},
      },
    ]
    const text = view(topic([partition()], {config}))
    expect(text).toMatch(/^orders {2}1 partition · 2 replicas · 1,500 messages · 4 KiB on disk +prod$/m)
    expect(text).toMatch(/^ {3}0 +1 +1,2 +1,2 +10 +1,510 +1,500 +2 KiB$/m)
    expect(text).toMatch(/^ {3}retention.ms +604800000 +7d +this topic$/m)
  })

  it('has at most so many messages where it is compacted', () => {
    const text = view(topic([partition()], {compacted: true}))
    expect(text).toContain('2 replicas · at most 1,500 messages')
    expect(text).toMatch(/^ {3}compacted, so that offsets are counted and fewer messages are left: orders$/m)
  })

  it('says what is wrong before anything else, and what it means', () => {
    const text = view(
      topic([
        partition({
          leader: undefined,
          isr: [2],
          flags: ['leaderless'],
          error: new KbookError('REQUEST_FAILED', 'x'),
        }),
        partition({partition: 1, isr: [1], flags: ['under-min-isr', 'under-replicated']}),
      ]),
    )
    expect(text.indexOf('orders[0] has no leader')).toBeLessThan(text.indexOf('LEADER'))
    expect(text).toContain('it was last in sync on broker 2')
    expect(text).toContain('writes with acks=all are refused')
    expect(text).toMatch(/^ ! 0 +none/m)
  })

  it('folds what is fine when there is much of it', () => {
    const many = Array.from({length: 100}, (_, n) =>
      partition({partition: n, flags: n === 90 ? ['under-replicated'] : []}),
    )
    const text = view(topic(many))
    expect(text).toContain('75 more partitions without problems (--all-partitions)')
    expect(text).toMatch(/^ ! 90 /m)
  })

  it('drives no terminal by its name', () => {
    expect(view(topic([], {name: 'a\u001b[31m'}))).not.toContain('\u001b[31m')
  })
})

describe('a list of topics', () => {
  const listed = {
    ...{id: 'x', internal: false, partitions: 3, replicas: 2},
    leaderless: 0,
    underReplicated: 0,
  }

  it('marks problems, and shows sizes and settings', () => {
    const topics = [
      {...listed, name: 'bad', leaderless: 1, underReplicated: 2, size: 0n, config: {'retention.ms': '5'}},
      {...listed, name: 'good', size: undefined, config: {'retention.ms': null}},
    ]
    const text = topicListView({cluster: 'prod', topics, failed: []}, {configs: ['retention.ms'], width: 100})
    expect(text).toContain('2 topics · 6 partitions · 1 with partitions without leader · 1 under-replicated')
    expect(text).toMatch(/^ ! bad +3 +2 +0 B +5 +1 without leader, 2 under-replicated$/m)
    expect(text).toMatch(/^ {3}good +3 +2 +\? +-$/m)
  })

  it('says so when there is none', () => {
    expect(topicListView({cluster: 'prod', topics: [], failed: []})).toContain('no topic is there')
  })
})

describe('a plan', () => {
  const steps: TopicStep[] = [
    {
      kind: 'create',
      topic: 'new',
      as: {name: 'new', configs: {'retention.ms': '86400000'}},
      becomes: {partitions: 1, replicas: undefined},
    },
    {
      kind: 'settings',
      topic: 'orders',
      changes: [
        {
          operation: 'set',
          name: 'retention.ms',
          value: '604800000',
          overridden: true,
          from: '86400000',
          to: '604800000',
        },
        {
          operation: 'delete',
          name: 'cleanup.policy',
          value: null,
          overridden: true,
          from: 'compact',
          to: 'delete',
        },
      ],
    },
    {kind: 'partitions', topic: 'orders', from: 2, to: 4},
  ]

  it('shows each value before and after', () => {
    const text = topicPlanView({cluster: 'prod', steps, unchanged: ['same']}, 80)
    expect(text).toContain('1 topic created · 1 topic changed')
    expect(text).toMatch(/^ \+ new +new +1 partition, replicas by default$/m)
    expect(text).toMatch(/^ ~ orders +retention.ms +86400000 +604800000 +1d → 7d$/m)
    expect(text).toMatch(/^ ~ orders +cleanup.policy +compact +delete \*$/m)
    expect(text).toMatch(/^ ~ orders +partitions +2 +4$/m)
    expect(text).toContain('1 topic as wanted already')
    expect(text).toContain('more partitions cannot be taken back')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

it('tells what numbers mean', () => {
  expect(settingMeaning('retention.ms', '604800000')).toBe('7d')
  expect(settingMeaning('retention.bytes', '-1')).toBe('no limit')
  expect(settingMeaning('segment.bytes', '1073741824')).toBe('1 GiB')
  expect(settingMeaning('flush.ms', '9223372036854775807')).toBe('no limit')
  expect(settingMeaning('retention.ms', '5')).toBe('')
  expect([0, 0.44, 9.96, 1203.6, undefined].map(perSecond)).toEqual(['0/s', '0.4/s', '10/s', '1,204/s', '?'])
})
