import {describe, expect, it} from 'vitest'
import type {KbookError} from '../../../../src/lib/errors.js'
import {explain, listExplanations} from '../../../../src/lib/explain/explain.js'
import {knownErrors} from '../../../../src/lib/explain/known.js'
import {KAFKA_TEXTS} from '../../../../src/lib/explain/kafka-texts.js'
import {kafkaError} from '../../../../src/lib/kafka/error-map.js'
import {KAFKA_ERRORS} from '../../../../src/lib/kafka/errors/index.js'
import {errorCode, errorName} from '../../../../src/lib/kafka/protocol/errors.js'

const first = (text: string): string | undefined => explain(text)[0]?.name

describe('what a text is about', () => {
  it.each([
    // as guides and people write them
    ['Not enough replicas', 'NOT_ENOUGH_REPLICAS'],
    ['Offset out of range', 'OFFSET_OUT_OF_RANGE'],
    ['Request timed out', 'REQUEST_TIMED_OUT'],
    ['Topic already exists', 'TOPIC_ALREADY_EXISTS'],
    ['InvalidReplicationFactor', 'INVALID_REPLICATION_FACTOR'],
    ['UnknownTopicOrPartition', 'UNKNOWN_TOPIC_OR_PARTITION'],
    // numbers
    ['19', 'NOT_ENOUGH_REPLICAS'],
    ['-1', 'UNKNOWN_SERVER_ERROR'],
    ['error code: 6', 'NOT_LEADER_OR_FOLLOWER'],
    ['got errorCode=25 from the coordinator', 'UNKNOWN_MEMBER_ID'],
    ['0', 'NONE'],
    ['NONE', 'NONE'],
    // Java
    [
      'InvalidRecordException: Compacted topic cannot accept message without key in topic t',
      'INVALID_RECORD',
    ],
    ['org.apache.kafka.common.errors.NotLeaderOrFollowerException: For requests', 'NOT_LEADER_OR_FOLLOWER'],
    ['Caused by: org.apache.kafka.common.errors.RecordTooLargeException: too big', 'MESSAGE_TOO_LARGE'],
    ["o.a.k.common.errors.TopicExistsException: Topic 'orders' already exists.", 'TOPIC_ALREADY_EXISTS'],
    [
      'TimeoutException: Expiring 5 record(s) for orders-0:120000 ms has passed since batch creation',
      'records expired in the producer',
    ],
    ['TimeoutException: Topic orders not present in metadata after 60000 ms.', 'topic not in the metadata'],
    [
      'Connection to node -1 (kafka/10.0.0.1:9092) could not be established. Broker may not be available.',
      'no broker can be reached',
    ],
    // librdkafka
    ['Local: Broker transport failure', 'broker transport failure'],
    ['Broker: Not leader for partition', 'NOT_LEADER_OR_FOLLOWER'],
    ['Broker: Unknown topic or partition', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['RD_KAFKA_RESP_ERR__SSL', 'certificate not trusted'],
    ['Connect to ipv4#10.0.0.1:9092 failed: Connection refused (after 0ms)', 'connection refused'],
    // kafkajs and Node
    ['KafkaJSNumberOfRetriesExceeded', 'retries used up in kafkajs'],
    ['KafkaJSProtocolError: This server does not host this topic-partition', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['connect ECONNREFUSED 127.0.0.1:9092', 'connection refused'],
    ['getaddrinfo ENOTFOUND kafka-0', 'host name not found'],
    // earlier names
    ['NOT_LEADER_FOR_PARTITION', 'NOT_LEADER_OR_FOLLOWER'],
    // machines
    ['java.io.IOException: No space left on device', 'disk full'],
    // kbook's own
    ['protected', 'PROTECTED'],
  ])('%s', (text, name) => {
    expect(first(text)).toBe(name)
  })

  it('names what else a text says, the most telling first', () => {
    expect(
      explain('TimeoutException: Topic t not present in metadata after 9 ms').map(({name}) => name),
    ).toEqual(['topic not in the metadata', 'REQUEST_TIMED_OUT'])
  })

  it('suggests what looks like an unknown one', () => {
    const error = (() => {
      try {
        return explain('NOT_ENUOGH_REPLICAS')
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({code: 'NOT_FOUND', exitCode: 2})
    expect((error as KbookError).hints[0]).toContain('NOT_ENOUGH_REPLICAS')
  })

  it('does not find an error in ordinary words', () => {
    expect(() => explain('of these none is set')).toThrow('is no error that is known here')
    expect(() => explain('hello world')).toThrow('is no error that is known here')
    expect(() => explain('a sslice of the state')).toThrow('is no error that is known here')
  })
})

describe('the words', () => {
  it("are there for each of Kafka's errors", () => {
    const names = Array.from({length: 133}, (_, code) => errorName(code + 1))
    const told = new Set(listExplanations().map(({name}) => name))
    expect(['UNKNOWN_SERVER_ERROR', ...names].filter((name) => !told.has(name))).toEqual([])
  })

  it('are for errors that there are', () => {
    const names = KAFKA_ERRORS.flatMap((table) => Object.keys(table))
    expect(names.filter((name) => errorCode(name) === undefined)).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    expect(Object.keys(KAFKA_TEXTS).filter((name) => !names.includes(name))).toEqual([])
  })

  it('are sentences', () => {
    for (const {explanation} of knownErrors()) {
      expect(explanation.cause, explanation.name).toMatch(/^.{10,}\.$/)
      expect(explanation.check, explanation.name).toMatch(/^.{3,}[.?]$|kbook .*$/)
    }
  })

  it('tell a consumer what is for it, where a tool gets the same error', () => {
    for (const name of ['UNKNOWN_MEMBER_ID', 'STALE_MEMBER_EPOCH']) {
      expect(explain(name)[0]?.check).toMatch(/A consumer that logs this (joins|tries) again by itself/)
    }
  })

  it('do not take a quota of bytes for one that refuses', () => {
    expect(explain('THROTTLING_QUOTA_EXCEEDED')[0]?.cause).toContain('controller_mutation_rate')
  })

  it('find their own error again', () => {
    const lost = knownErrors().flatMap(({explanation: {name}, texts}) =>
      texts
        .filter((text) => !explain(text).some((found) => found.name === name))
        .map((text) => `${name}: ${text}`),
    )
    expect(lost).toEqual([])
  })

  it('are those of the errors that kbook itself gives', () => {
    for (const {name, code, from, check} of listExplanations()) {
      if (from === 'kafka') expect(kafkaError(code ?? 0, 'x').hints, name).toEqual([check])
    }
  })
})
