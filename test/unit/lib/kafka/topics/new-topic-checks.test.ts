import {describe, expect, it} from 'vitest'
import {
  byMessage,
  collidingTopic,
  newTopicWarnings,
  requireBrokers,
  requireTopicName,
} from '../../../../../src/lib/kafka/topics/new-topic-checks.js'

const configs = (minIsr: number): Map<string, string> => new Map([['min.insync.replicas', String(minIsr)]])
const warningsOf = (replicas: number, minIsr: number, known: string[] = []): string[] =>
  newTopicWarnings({name: 'a.b'}, {replicas, configs: configs(minIsr)}, {brokers: 3, known}).map(
    ({message}) => message,
  )

describe('a new topic', () => {
  it.each(['orders', 'a.b_c-D9', 'x'.repeat(249)])('may be called %s', (name) => {
    requireTopicName(name)
  })

  it.each(['', '.', '..', 'a/b', 'a b', 'ä', 'x'.repeat(250)])('may not be called "%s"', (name) => {
    expect(() => requireTopicName(name)).toThrow(expect.objectContaining({code: 'BAD_INPUT'}))
  })

  it('needs a broker for each replica', () => {
    requireBrokers({name: 't', replicas: 3, configs: {}}, [1, 2, 3])
    expect(() => requireBrokers({name: 't', replicas: 2, configs: {}}, [1])).toThrow(/only 1 is up/)
    expect(() => requireBrokers({name: 't', assignment: [[1, 9]], configs: {}}, [1, 2])).toThrow(
      /no broker 9/,
    )
  })

  it('collides with one that differs in dots and underscores only', () => {
    expect(collidingTopic('a.b', ['a.b', 'a_b'])).toBe('a_b')
    expect(collidingTopic('a.b', ['a.b', 'a-b', 'ab'])).toBeUndefined()
  })

  it('is warned about where writes or data are at risk', () => {
    expect(warningsOf(3, 2)).toEqual([])
    expect(warningsOf(2, 2)).toEqual([expect.stringContaining('one broker away stops writes')])
    expect(warningsOf(1, 1)).toEqual([expect.stringContaining('with 1 replica it is away')])
    expect(warningsOf(2, 3)).toEqual([expect.stringContaining('older brokers refuse every write')])
    expect(warningsOf(3, 2, ['a_b'])).toEqual([expect.stringContaining('differs from a_b')])
  })

  it('shares a warning with others that have the same', () => {
    const warnings = ['x', 'y'].map((name) => ({topics: [name], message: 'risky'}))
    expect(byMessage(warnings)).toEqual([{topics: ['x', 'y'], message: 'risky'}])
  })
})
