import {describe, expect, it} from 'vitest'
import type {ConfigEntry} from '../../../../../src/lib/kafka/configs/types.js'
import {settingWarnings} from '../../../../../src/lib/kafka/topics/setting-warnings.js'

const DEFAULTS = {
  'cleanup.policy': 'delete',
  'retention.ms': '604800000',
  'retention.bytes': '-1',
  'min.insync.replicas': '1',
}

/** By settings before that differ from Kafka's own, and those that are set. */
function warningsOf(set: Record<string, string>, own: Record<string, string> = {}, replicas = 3): string[] {
  const values = {...DEFAULTS, ...own}
  const entries = new Map(
    Object.entries(values).map(([name, value]) => [name, {name, value} as unknown as ConfigEntry]),
  )
  const changes = Object.entries(set).map(([name, to]) => ({
    ...({name, operation: 'set', value: to, overridden: false, to} as const),
    from: entries.get(name)?.value ?? null,
  }))
  return settingWarnings('t', changes, entries, replicas).map(({message}) => message)
}

describe('changes of settings that delete messages', () => {
  it.each([
    [{'retention.ms': '60000'}, {}, 'messages older than 1m are deleted'],
    [{'retention.ms': '60000'}, {'retention.ms': '-1'}, 'messages older than 1m are deleted'],
    [{'retention.bytes': '1048576'}, {}, 'beyond 1 MiB of each partition are deleted'],
    [{'cleanup.policy': 'delete'}, {'cleanup.policy': 'compact'}, 'messages older than 7d are deleted'],
    [{'cleanup.policy': 'compact,delete'}, {}, 'all but the last message of each key is deleted'],
  ])('are warned about: %o', (set, own, message) => {
    expect(warningsOf(set as never, own as never)).toEqual([expect.stringContaining(message)])
  })

  it.each([
    [{'retention.ms': '1209600000'}, {}],
    [{'retention.ms': '-1', 'retention.bytes': '-1'}, {}],
    [{'retention.ms': '60000'}, {'cleanup.policy': 'compact'}],
    [{'cleanup.policy': 'delete'}, {'cleanup.policy': 'compact', 'retention.ms': '-1'}],
    [{'max.message.bytes': '5'}, {}],
  ])('others are not: %o', (set, own) => {
    expect(warningsOf(set as never, own as never)).toEqual([])
  })

  it('are told together with a minimum of replicas that cannot be', () => {
    expect(warningsOf({'min.insync.replicas': '5'}, {}, 1)).toEqual([
      expect.stringContaining('min.insync.replicas is 5, but there is 1 replica'),
    ])
    expect(warningsOf({'min.insync.replicas': '3'})).toEqual([
      expect.stringContaining('one broker away stops writes'),
    ])
    expect(warningsOf({'segment.ms': '9'}, {'min.insync.replicas': '3'})).toEqual([])
  })
})
