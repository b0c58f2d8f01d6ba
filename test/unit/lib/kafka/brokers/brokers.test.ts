import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {plannedSetting, type SettingChange} from '../../../../../src/lib/kafka/brokers/config-plan.js'
import {diskReport, skewOf} from '../../../../../src/lib/kafka/brokers/disks.js'
import {brokerLoads} from '../../../../../src/lib/kafka/brokers/load.js'
import {releaseOf} from '../../../../../src/lib/kafka/brokers/release.js'
import {brokerIds} from '../../../../../src/lib/kafka/brokers/select.js'
import {mergeSettings} from '../../../../../src/lib/kafka/brokers/settings.js'
import type {ConfigEntry, ConfigSource} from '../../../../../src/lib/kafka/configs/types.js'
import type {LogDir} from '../../../../../src/lib/kafka/log-dirs.js'
import type {PartitionInfo, TopicInfo} from '../../../../../src/lib/kafka/types.js'

const partition = (leader: number | undefined, replicas: number[], isr = replicas): PartitionInfo => ({
  topic: 't',
  partition: 0,
  leader,
  leaderEpoch: 0,
  replicas,
  isr,
  offlineReplicas: [],
  error: undefined,
})
const topic = (...partitions: PartitionInfo[]): TopicInfo => ({
  name: 't',
  topicId: undefined,
  internal: false,
  partitions,
  error: undefined,
})

describe('brokerLoads', () => {
  it('counts leaders, replicas and what is not in sync, also of a broker that is away', () => {
    const info = {
      clusterId: 'c',
      controllerId: 1,
      brokers: [
        {id: 1, host: 'a', port: 1, rack: undefined},
        {id: 2, host: 'b', port: 1, rack: 'r'},
      ],
    }
    const topics = [topic(partition(1, [1, 2]), partition(1, [3, 1], [1]), partition(undefined, [3], []))]
    const loads = brokerLoads(info, topics, 2)
    expect(loads).toMatchObject([
      {id: 1, alive: true, controller: false, leaders: 2, replicas: 2, preferred: 1, preferredLed: 1},
      {id: 2, rack: 'r', controller: true, leaders: 0, replicas: 1, outOfSync: 0},
      {id: 3, alive: false, host: undefined, replicas: 2, preferred: 2, preferredLed: 0, outOfSync: 2},
    ])
    expect(loads[0]?.underReplicated).toBe(1)
  })
})

describe('disks', () => {
  const dir = (broker: number, path: string, ...bytes: bigint[]): LogDir => ({
    broker,
    path,
    totalBytes: 100n,
    usableBytes: 40n,
    error: undefined,
    replicas: bytes.map((size, n) => ({topic: 't', partition: n, bytes: size, offsetLag: 0n, future: false})),
  })

  it('sums directories, puts the offline one first and finds the largest replicas', () => {
    const offline = {...dir(1, '/b'), error: new KbookError('REQUEST_FAILED', 'offline')}
    const report = diskReport(
      'c',
      [
        {broker: 1, dirs: [dir(1, '/a', 5n, 9n), offline], error: undefined},
        {broker: 2, dirs: [dir(2, '/a', 7n)], error: undefined},
      ],
      2,
    )
    expect(report).toMatchObject({
      bytes: 21n,
      brokers: [{bytes: 14n, usableBytes: 80n, replicas: 2}, {bytes: 7n}],
    })
    expect(report.brokers[0]?.dirs.map(({path}) => path)).toEqual(['/b', '/a'])
    expect(report.largest.map(({broker, bytes}) => [broker, bytes])).toEqual([
      [1, 9n],
      [2, 7n],
    ])
    expect(report.skew).toBeCloseTo(14 / 10.5)
  })

  it('does not know the size of volumes that one broker keeps to itself', () => {
    const silent = {...dir(1, '/b'), usableBytes: undefined}
    const report = diskReport('c', [{broker: 1, dirs: [dir(1, '/a'), silent], error: undefined}], 0)
    expect(report.brokers[0]?.usableBytes).toBeUndefined()
    expect(skewOf([0n, 0n])).toBeUndefined()
  })
})

describe('plannedSetting', () => {
  const entry = (...synonyms: [ConfigSource, string][]): ConfigEntry => ({
    name: 'n',
    value: synonyms[0]?.[1] ?? null,
    source: synonyms[0]?.[0] ?? 'default',
    readOnly: false,
    sensitive: false,
    type: 'int',
    synonyms: synonyms.map(([source, value]) => ({name: 'n', value, source})),
    documentation: undefined,
  })
  const remove: SettingChange = {name: 'n', operation: 'delete', value: null, secret: false}
  const set = (value: string): SettingChange => ({name: 'n', operation: 'set', value, secret: false})

  it('tells which value wins once one is deleted', () => {
    const layers = entry(['broker', '3'], ['default-broker', '2'], ['default', '1'])
    expect(plannedSetting(remove, layers, undefined)).toMatchObject({
      before: {value: '3', source: 'broker'},
      after: {value: '2', source: 'default-broker'},
      own: '3',
      changes: true,
    })
  })

  it('sees nothing to delete where nothing is set', () => {
    expect(plannedSetting(remove, entry(['default', '1']), undefined)).toMatchObject({
      changes: false,
      own: null,
    })
  })

  it('sees nothing to set where it is set so already, but does where only the winner is the same', () => {
    expect(plannedSetting(set('3'), entry(['broker', '3']), undefined).changes).toBe(false)
    expect(plannedSetting(set('3'), entry(['default-broker', '3']), undefined).changes).toBe(true)
  })

  it('names the brokers that a change of the default does not reach', () => {
    const own = entry(['broker', '3'], ['default', '1'])
    const all = [
      {id: 1, entry: own},
      {id: 2, entry: entry(['default', '1'])},
    ]
    expect(plannedSetting(set('2'), own, all)).toMatchObject({
      before: {value: '1', source: 'default'},
      after: {value: '2', source: 'default-broker'},
      hiddenBy: [1],
    })
  })

  it('never holds a secret', () => {
    const secret = plannedSetting({...set('s3cret'), secret: true}, entry(['broker', 'b3fore']), undefined)
    expect(JSON.stringify(secret)).not.toMatch(/s3cret|b3fore/)
    expect(secret).toMatchObject({sensitive: true, changes: true})
  })
})

describe('settings of several brokers', () => {
  it('are one row where they agree, and one for each value where they do not', () => {
    const entries = (value: string): ConfigEntry[] => [
      {
        name: 'n',
        value,
        source: 'broker',
        readOnly: false,
        sensitive: false,
        type: undefined,
        synonyms: [],
        documentation: undefined,
      },
    ]
    const merged = mergeSettings([
      {broker: 1, entries: entries('a')},
      {broker: 2, entries: entries('b')},
      {broker: 3, entries: entries('a')},
    ])
    expect(merged.map(({brokers, value}) => [value, brokers])).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ])
  })
})

describe('releaseOf', () => {
  const answer = (maxVersion?: number): Parameters<typeof releaseOf>[0] => ({
    errorCode: 0,
    apiKeys: [],
    throttleTimeMs: 0,
    supportedFeatures:
      maxVersion === undefined ? [] : [{name: 'metadata.version', minVersion: 7, maxVersion}],
    finalizedFeaturesEpoch: 0n,
    finalizedFeatures: [],
    zkMigrationReady: false,
  })

  it.each([
    [27, '4.1'],
    [25, '4.0'],
    [21, '3.9'],
    [19, '3.7'],
    [7, '3.3'],
    [40, '4.2 or later'],
  ])('takes level %i for %s', (level, release) => {
    expect(releaseOf(answer(level)).kafka).toBe(release)
  })

  it('does not guess where nothing tells', () => {
    expect(releaseOf(answer()).kafka).toBeUndefined()
  })
})

it.each(['', 'a', '1,,2', '1,1', '-1'])('refuses "%s" as ids of brokers', (text) => {
  expect(() => brokerIds('drain', text)).toThrow(/--drain/)
})
