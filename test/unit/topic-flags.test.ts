import {describe, expect, it} from 'vitest'
import {
  configChanges,
  instantFlag,
  pairs,
  replicaAssignment,
  trimTarget,
  wholeNumber,
} from '../../src/topic-flags.js'

function refused(run: () => unknown, message: RegExp): void {
  expect(run).toThrow(message)
  expect(run).toThrow(expect.objectContaining({code: 'BAD_FLAG'}))
}

describe('flags of topics', () => {
  it('take settings as NAME=VALUE', () => {
    expect(pairs('set', ['a=1', 'b=', 'c=x=y,z'])).toEqual([
      ['a', '1'],
      ['b', ''],
      ['c', 'x=y,z'],
    ])
    refused(() => pairs('set', ['a']), /--set takes NAME=VALUE, not "a"/)
    refused(() => pairs('set', ['=1']), /NAME=VALUE/)
    refused(() => pairs('config', ['a=1', 'a=2']), /names a twice/)
  })

  it('change a setting once', () => {
    expect(configChanges({set: ['a=1'], delete: ['b'], append: ['c=2'], subtract: ['d=3']})).toEqual([
      {name: 'a', operation: 'set', value: '1'},
      {name: 'b', operation: 'delete', value: null},
      {name: 'c', operation: 'append', value: '2'},
      {name: 'd', operation: 'subtract', value: '3'},
    ])
    refused(() => configChanges({set: ['a=1'], append: ['a=2']}), /a is changed twice/)
    refused(() => configChanges({delete: ['a=1']}), /--delete takes the name/)
  })

  it.each(['0', '-1', '1.5', '', 'x', '101', '1e2'])('refuse "%s" for a number up to 100', (text) => {
    refused(() => wholeNumber('partitions', text, 100), /--partitions takes a whole number from 1 to 100/)
  })

  it('take brokers of partitions as Kafka writes them', () => {
    expect(replicaAssignment('1:2,2:3')).toEqual([
      [1, 2],
      [2, 3],
    ])
    for (const text of ['', '1:2,3', '1:1', 'a:b', '1:']) {
      refused(() => replicaAssignment(text), /does not name brokers/)
    }
  })

  it('take one position to trim to', () => {
    expect(trimTarget({to: 'latest'})).toBe('end')
    expect(trimTarget({'to-offset': '12'})).toEqual({offset: 12n})
    expect(trimTarget({'to-timestamp': '2026-01-31'})).toEqual({timestamp: Date.UTC(2026, 0, 31)})
    refused(() => trimTarget({}), /up to where/)
    refused(() => trimTarget({to: 'end', 'to-offset': '1'}), /up to where/)
    refused(() => trimTarget({to: 'start'}), /--to takes end/)
    refused(() => trimTarget({'to-offset': '-1'}), /takes an offset/)
    refused(() => trimTarget({'to-timestamp': '1700000000'}), /is not a time/)
  })

  it('take no time that is still to come', () => {
    expect(instantFlag('at', '2h', 7_200_001)).toBe(1)
    refused(() => instantFlag('at', '1970-01-02', 5), /still to come/)
  })
})
