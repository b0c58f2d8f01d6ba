import {createRequire} from 'node:module'
import {describe, expect, it} from 'vitest'
import {ByteWriter} from '../../../../../src/lib/kafka/protocol/byte-writer.js'
import {UNKNOWN_TAGS} from '../../../../../src/lib/kafka/protocol/compile-reader.js'
import {
  decodeMessage,
  decodeResponse,
  encodeMessage,
  encodeRequest,
} from '../../../../../src/lib/kafka/protocol/codec.js'

const require = createRequire(import.meta.url)
const kafkajs = (path: string): unknown => require(`kafkajs/src/protocol/${path}`)

interface KafkajsRequest {
  encode(): Promise<{buffer: Buffer}>
}
type MakeRequest = (body: object) => KafkajsRequest
type Frame = (parts: object) => Promise<{buffer: Buffer}>
interface KafkajsResponse {
  decode: (raw: Buffer) => Promise<unknown>
}

const header = {correlationId: 77, clientId: 'kbook'}

describe('requests, against the encoders of kafkajs', () => {
  const cases = [
    {
      path: 'offsetFetch/v4',
      theirs: {groupId: 'g', topics: [{topic: 't', partitions: [{partition: 3}, {partition: 0}]}]},
      api: 'OffsetFetch',
      ours: {groupId: 'g', topics: [{name: 't', partitionIndexes: [3, 0]}]},
    },
    {
      path: 'metadata/v5',
      theirs: {topics: []},
      api: 'Metadata',
      ours: {topics: null, allowAutoTopicCreation: true},
    },
    {
      path: 'listOffsets/v3',
      theirs: {
        replicaId: -1,
        isolationLevel: 1,
        topics: [{topic: 't', partitions: [{partition: 1, timestamp: -2}]}],
      },
      api: 'ListOffsets',
      ours: {
        replicaId: -1,
        isolationLevel: 1,
        topics: [{name: 't', partitions: [{partitionIndex: 1, timestamp: -2n}]}],
      },
    },
    {
      path: 'describeGroups/v2',
      theirs: {groupIds: ['a', 'b']},
      api: 'DescribeGroups',
      ours: {groups: ['a', 'b']},
    },
  ] as const

  it.each(cases)('$path', async ({path, theirs, api, ours}) => {
    const version = Number(path.slice(-1))
    const request = (kafkajs(`requests/${path}/request`) as MakeRequest)(theirs)
    const frame = await (kafkajs('request') as Frame)({...header, request})
    expect(encodeRequest(api, version, header, ours)).toEqual(frame.buffer)
  })
})

describe('answers, against the decoders of kafkajs', () => {
  it('ListOffsets v3', async () => {
    const partitions = [{partitionIndex: 4, errorCode: 0, timestamp: 1700000000000n, offset: 2n ** 60n}]
    const bytes = encodeMessage('ListOffsetsResponse', 3, {topics: [{name: 't', partitions}]})
    const {decode} = kafkajs('requests/listOffsets/v3/response') as KafkajsResponse
    expect(await decode(bytes)).toMatchObject({
      responses: [
        {
          topic: 't',
          partitions: [{partition: 4, timestamp: '1700000000000', offset: (2n ** 60n).toString()}],
        },
      ],
    })
    expect(decodeResponse('ListOffsets', 3, bytes).topics[0]?.partitions).toMatchObject(partitions)
  })
})

describe('headers', () => {
  it('are version 1 for a request that is not flexible', () => {
    const frame = encodeRequest('ListGroups', 0, header, {})
    expect(frame.subarray(4).toString('hex')).toBe('00100000' + '0000004d' + '0005' + '6b626f6f6b')
    expect(frame.readInt32BE(0)).toBe(frame.length - 4)
  })

  it('end with tagged fields for a flexible one, the client id staying as it was', () => {
    const frame = encodeRequest('ListGroups', 3, header, {})
    expect(frame.subarray(4).toString('hex')).toBe(
      '00100003' + '0000004d' + '0005' + '6b626f6f6b' + '00' + '00',
    )
  })

  it('of flexible answers may carry tagged fields, which are skipped', () => {
    const body = encodeMessage('ListGroupsResponse', 3, {groups: [{groupId: 'g', protocolType: 'consumer'}]})
    const tags = Buffer.from([1, 9, 2, 0xab, 0xcd])
    expect(decodeResponse('ListGroups', 3, Buffer.concat([tags, body])).groups[0]?.groupId).toBe('g')
  })

  it('of ApiVersions answers never do', () => {
    const body = encodeMessage('ApiVersionsResponse', 3, {
      apiKeys: [{apiKey: 1, minVersion: 2, maxVersion: 3}],
    })
    expect(decodeResponse('ApiVersions', 3, body).apiKeys).toMatchObject([
      {apiKey: 1, minVersion: 2, maxVersion: 3},
    ])
  })
})

describe('fields that a version lacks', () => {
  it('are an error when they are set', () => {
    const body = {topics: [], allowAutoTopicCreation: false}
    expect(() => encodeRequest('Metadata', 3, header, body)).toThrow(
      'allowAutoTopicCreation cannot be sent at version 3',
    )
  })

  it('are dropped when they have their default, or may be ignored', () => {
    const least = encodeRequest('Metadata', 3, header, {topics: []})
    expect(encodeRequest('Metadata', 3, header, {topics: [], allowAutoTopicCreation: true})).toEqual(least)
    const list = {replicaId: -1, topics: []}
    expect(encodeRequest('ListOffsets', 5, header, {...list, timeoutMs: 5})).toEqual(
      encodeRequest('ListOffsets', 5, header, list),
    )
  })

  it('have their defaults when they are read', () => {
    const bytes = encodeMessage('OffsetFetchResponse', 1, {topics: []})
    expect(decodeResponse('OffsetFetch', 1, bytes)).toEqual({
      throttleTimeMs: 0,
      topics: [],
      errorCode: 0,
      groups: [],
    })
  })

  it('are null only where the version allows it', () => {
    expect(() => encodeRequest('OffsetFetch', 1, header, {groupId: 'g', topics: null})).toThrow(
      'topics must not be null at version 1',
    )
  })
})

describe('tagged fields', () => {
  it('that the definition does not know are kept and written again', () => {
    const known = {groupId: 'g', protocolType: '', groupState: 'Empty', groupType: 'classic'}
    const unknown = [[3, Buffer.from('later')]] as const
    const bytes = encodeMessage('ListGroupsResponse', 5, {groups: [{...known, [UNKNOWN_TAGS]: unknown}]})
    const read = decodeMessage('ListGroupsResponse', 5, bytes)
    expect(read['groups']).toMatchObject([{...known, [UNKNOWN_TAGS]: unknown}])
    expect(encodeMessage('ListGroupsResponse', 5, read)).toEqual(bytes)
  })
})

describe('malformed answers', () => {
  const good = encodeMessage('ListGroupsResponse', 3, {
    groups: [{groupId: 'group', protocolType: 'consumer'}],
  })
  const answer = Buffer.concat([Buffer.from([0]), good])

  it.each(Array.from({length: answer.length}, (_, length) => length))('cut after %i bytes', (length) => {
    expect(() => decodeResponse('ListGroups', 3, answer.subarray(0, length))).toThrow()
  })

  it('with bytes left over', () => {
    const longer = Buffer.concat([answer, Buffer.from([0])])
    expect(() => decodeResponse('ListGroups', 3, longer)).toThrow('1 bytes too many')
  })

  it('that promise more items than bytes, without allocating them', () => {
    const writer = new ByteWriter()
    writer.int16(0)
    writer.int32(0x7fff_ffff)
    expect(() => decodeResponse('ListGroups', 0, writer.written())).toThrow('does not fit')
  })

  it('with a null where none may be', () => {
    const writer = new ByteWriter()
    writer.int16(0)
    writer.int32(-1)
    expect(() => decodeResponse('ListGroups', 0, writer.written())).toThrow('groups is null')
  })

  it('with an endless varint', () => {
    expect(() => decodeResponse('ListGroups', 3, Buffer.alloc(10, 0xff))).toThrow('longer than 5 bytes')
  })
})
