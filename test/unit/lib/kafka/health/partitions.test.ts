import {describe, expect, it} from 'vitest'
import {partitionKey} from '../../../../../src/lib/kafka/lag/partition-key.js'
import {judgeBrokers} from '../../../../../src/lib/kafka/health/rules/brokers.js'
import {judgeLeaders} from '../../../../../src/lib/kafka/health/rules/leaders.js'
import {judgeMinIsr} from '../../../../../src/lib/kafka/health/rules/min-isr.js'
import {judgePartitions} from '../../../../../src/lib/kafka/health/rules/partitions.js'
import {judgeReplication} from '../../../../../src/lib/kafka/health/rules/replication.js'
import {KbookError} from '../../../../../src/lib/errors.js'
import {DENIED, info, told, topic, topics, UNTOLD} from './scene.js'

const eligible = {error: UNTOLD}

describe('partitions', () => {
  it('without a leader, or led by a broker that is gone, are critical', () => {
    const now = topics(topic('a', {}, {leader: undefined, isr: [2]}), topic('b', {leader: 7, replicas: [7]}))
    expect(told(judgePartitions({eligible, info: info(), topics: now}))).toEqual([
      'critical | 2 of 3 partitions without a leader | a-1 | b-0',
    ])
  })

  it('are well when all are led', () => {
    expect(told(judgePartitions({eligible, info: info(), topics: topics(topic('a', {}, {}))}))).toEqual([
      'ok | 2 partitions, each with a leader',
    ])
  })

  it('keep a topic that could not be read as unknown', () => {
    const denied = {...topic('secret'), error: DENIED}
    const findings = judgePartitions({eligible, info: info(), topics: topics(topic('a', {}), denied)})
    expect(told(findings)).toEqual(['unknown | 1 of 2 topics could not be read'])
    expect(findings[0]?.next).toEqual(['kbook acl create --operation Describe --cluster'])
  })

  it('name few and count all', () => {
    const many = topics(topic('a', ...Array.from({length: 500}, () => ({leader: undefined}))))
    const [finding] = judgePartitions({eligible, info: info(), topics: many})
    expect(finding).toMatchObject({count: 500, title: '500 of 500 partitions without a leader'})
    expect(finding?.evidence).toHaveLength(20)
  })
})

it('a partition without a leader names who could lead it', () => {
  const now = topics(topic('a', {leader: undefined, isr: []}, {leader: undefined, isr: []}))
  const told = {
    value: new Map([
      [partitionKey({topic: 'a', partition: 0}), {eligible: [2], lastKnown: [3]}],
      [partitionKey({topic: 'a', partition: 1}), {eligible: [], lastKnown: [3]}],
    ]),
  }
  const [finding] = judgePartitions({info: info(), topics: now, eligible: told})
  expect(finding?.evidence.map(({detail}) => detail)).toEqual([
    'leader none · replicas 1, 2, 3 · in sync none · could lead 2',
    'leader none · replicas 1, 2, 3 · in sync none · in sync last 3',
  ])
})

describe('min-isr', () => {
  const limits = (of: Record<string, number | KbookError>): {value: Map<string, number | KbookError>} => ({
    value: new Map(Object.entries(of)),
  })

  it('tells below from at, and at from what can never be above', () => {
    const now = topics(
      topic('below', {isr: [1]}),
      topic('at', {isr: [1, 2]}),
      topic('above', {}),
      topic('always', {replicas: [1, 2]}),
    )
    const minIsr = limits({below: 2, at: 2, above: 2, always: 2})
    expect(told(judgeMinIsr({info: info(), topics: now, minIsr}))).toEqual([
      'critical | 1 of 4 partitions below min.insync.replicas | below-0',
      'warning | 1 of 4 partitions at min.insync.replicas | at-0',
      'info | 1 of 4 partitions with no replica to spare | always-0',
    ])
  })

  it('asks for no more replicas than there are, as brokers do', () => {
    const now = topics(topic('a', {replicas: [1]}))
    expect(told(judgeMinIsr({info: info(), topics: now, minIsr: limits({a: 2})}))).toEqual([
      'info | 1 of 1 partition with no replica to spare | a-0',
    ])
  })

  it('tells the minimum that is in force', () => {
    const now = topics(topic('a', {replicas: [1], isr: [], leader: undefined}))
    const [finding] = judgeMinIsr({info: info(), topics: now, minIsr: limits({a: 2})})
    expect(finding?.evidence[0]?.detail).toContain('in sync none · min 1, set to 2')
  })

  it('says nothing about replicas that a single broker cannot have', () => {
    const now = topics(topic('a', {replicas: [1]}))
    expect(told(judgeMinIsr({info: info(1), topics: now, minIsr: limits({a: 1})}))).toEqual([
      'ok | every partition is above its min.insync.replicas',
    ])
  })

  it('is unknown for a topic whose settings are not told', () => {
    const found = judgeMinIsr({info: info(), topics: topics(topic('a', {})), minIsr: limits({a: DENIED})})
    expect(told(found)).toEqual(['unknown | min.insync.replicas of 1 of 1 topic could not be read'])
  })
})

describe('replication', () => {
  const moving = {topic: 'a', partition: 0, replicas: [1, 2, 3, 4], adding: [4], removing: [1]}

  it('does not count replicas that are only just being filled', () => {
    const now = topics(topic('a', {replicas: [1, 2, 3, 4], isr: [1, 2, 3]}), topic('b', {isr: [1, 2]}))
    expect(told(judgeReplication({topics: now, reassignments: {value: [moving]}}))).toEqual([
      'warning | 1 of 2 partitions under-replicated | b-0',
      'info | 1 partition is being moved | a-0',
    ])
  })

  it('counts the others of a partition that is moved', () => {
    const now = topics(topic('a', {replicas: [1, 2, 3, 4], isr: [1, 2]}))
    expect(told(judgeReplication({topics: now, reassignments: {value: [moving]}}))[0]).toContain('| a-0')
  })

  it('says that moves are not known where they are not', () => {
    const now = topics(topic('a', {isr: [1]}))
    const [finding] = judgeReplication({topics: now, reassignments: {error: UNTOLD}})
    expect(finding).toMatchObject({
      level: 'warning',
      meaning: expect.stringContaining('may just be copying') as string,
    })
  })
})

describe('leaders', () => {
  it('is a warning from ten percent of a broker on', () => {
    const well = Array.from({length: 10}, () => ({}))
    const away = {leader: 2}
    expect(told(judgeLeaders({topics: topics(topic('a', ...well, away))}))[0]).toMatch(
      /^info \| 1 partition led/,
    )
    expect(told(judgeLeaders({topics: topics(topic('a', ...well, away, away))}))[0]).toMatch(/^warning \| 2/)
  })

  it('does not blame a preferred replica that cannot lead', () => {
    expect(told(judgeLeaders({topics: topics(topic('a', {leader: 2, isr: [2, 3]}))}))).toEqual([
      'ok | every partition is led by its preferred replica',
    ])
  })
})

describe('brokers', () => {
  it('that are away and hold nothing are named where the controllers tell', () => {
    const registered = {value: [1, 2, 3].map((id) => ({id, fenced: id === 3}))}
    const findings = judgeBrokers({info: info(2), topics: topics(topic('a', {replicas: [1]})), registered})
    expect(findings).toMatchObject([
      {title: 'broker 3 is away', evidence: [{subject: 'broker 3', detail: 'holds 0 replicas'}]},
    ])
  })

  it('that hold replicas and are away are named with how much they hold', () => {
    const findings = judgeBrokers({
      registered: {error: UNTOLD},
      info: info(2),
      topics: topics(topic('a', {isr: [1]}, {isr: [1]})),
    })
    expect(findings).toMatchObject([
      {
        level: 'warning',
        title: 'broker 3 is away',
        evidence: [{subject: 'broker 3', detail: 'holds 2 replicas'}],
      },
    ])
  })
})

it('tells why something was not read in whole sentences', () => {
  const error = new KbookError('UNREACHABLE', 'nothing listens on b1:9092', {
    hint: ['Is it running?', 'kbook x'],
  })
  expect(judgePartitions({eligible, info: info(), topics: {error}})).toMatchObject([
    {meaning: 'nothing listens on b1:9092. Is it running?', next: ['kbook x']},
  ])
})

it.each([
  ['what is not told is not healthy, and no fault either', UNTOLD, 'info'],
  ['what is denied is unknown', DENIED, 'unknown'],
])('%s', (_what, error, level) => {
  expect(judgePartitions({eligible, info: info(), topics: {error}})).toMatchObject([{level}])
})
