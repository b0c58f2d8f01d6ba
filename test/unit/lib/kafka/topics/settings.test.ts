import {describe, expect, it} from 'vitest'
import type {ConfigEntry} from '../../../../../src/lib/kafka/configs/types.js'
import {inverseChanges, settingChanges} from '../../../../../src/lib/kafka/topics/settings.js'

const entry = (name: string, value: string, own: boolean, below?: string): ConfigEntry => ({
  name,
  value,
  source: own ? 'topic' : 'default',
  readOnly: false,
  sensitive: false,
  type: undefined,
  synonyms: [
    {name, value, source: own ? 'topic' : 'default'},
    ...(below === undefined ? [] : [{name, value: below, source: 'default' as const}]),
  ],
  documentation: undefined,
})
const entries = new Map(
  [
    entry('retention.ms', '1000', true, '604800000'),
    entry('segment.ms', '604800000', false),
    entry('cleanup.policy', 'delete', false),
    entry('throttled', 'a,b', true),
  ].map((one) => [one.name, one]),
)

describe('changes of settings', () => {
  it.each([
    ['log.retention.hours', '168', '604800000'],
    ['log.retention.minutes', '90', '5400000'],
    ['log.retention.hours', '-1', '-1'],
    ['log.retention.ms', '1000', '1000'],
  ])('give way to %s=%s of the broker in its unit', (name, value, to) => {
    const own = entry('retention.ms', '86400000', true)
    const inherited = {name, value, source: 'default'} as const
    const known = new Map([['retention.ms', {...own, synonyms: [...own.synonyms, inherited]}]])
    const [change] = settingChanges([{name: 'retention.ms', operation: 'delete', value: null}], known)
    expect(change?.to).toBe(to)
  })

  it.each([
    ['set', 'retention.ms', '2000', '2000'],
    ['set', 'segment.ms', '604800000', '604800000'],
    ['append', 'cleanup.policy', 'compact', 'delete,compact'],
    ['append', 'throttled', 'b,c', 'a,b,c'],
    ['subtract', 'throttled', 'a', 'b'],
    ['subtract', 'throttled', 'a,b', ''],
    ['delete', 'retention.ms', null, '604800000'],
    ['delete', 'throttled', null, undefined],
  ] as const)('%s %s %s', (operation, name, value, to) => {
    expect(settingChanges([{operation, name, value}], entries)).toMatchObject([
      {operation, name, value, to, from: entries.get(name)?.value},
    ])
  })

  it.each([
    ['set', 'retention.ms', '1000'],
    ['delete', 'segment.ms', null],
    ['append', 'cleanup.policy', 'delete'],
    ['subtract', 'throttled', 'z'],
  ] as const)('%s %s %s is none', (operation, name, value) => {
    expect(settingChanges([{operation, name, value}], entries)).toEqual([])
  })

  it('refuses a setting that topics do not have, and names the nearest', () => {
    const change = {operation: 'set', name: 'retention.mss', value: '1'} as const
    expect(() => settingChanges([change], entries)).toThrow(
      expect.objectContaining({code: 'BAD_FLAG', hints: ['Did you mean retention.ms?']}),
    )
  })

  it('has an inverse that restores own values and takes others away', () => {
    const changes = settingChanges(
      [
        {operation: 'delete', name: 'retention.ms', value: null},
        {operation: 'append', name: 'throttled', value: 'c'},
        {operation: 'set', name: 'segment.ms', value: '5'},
      ],
      entries,
    )
    expect(inverseChanges(changes)).toEqual([
      {operation: 'set', name: 'retention.ms', value: '1000'},
      {operation: 'set', name: 'throttled', value: 'a,b'},
      {operation: 'delete', name: 'segment.ms', value: null},
    ])
  })
})
