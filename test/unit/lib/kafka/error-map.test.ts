import {describe, expect, it} from 'vitest'
import {EXIT} from '../../../../src/lib/errors.js'
import {kafkaError, kafkaErrorName} from '../../../../src/lib/kafka/error-map.js'

describe('kafkaError', () => {
  it('says what an operator can do, and keeps the name that Kafka has for it', () => {
    const error = kafkaError(3, 'topic "t"')
    expect(error).toMatchObject({
      code: 'TOPIC_NOT_FOUND',
      exitCode: EXIT.usage,
      message: 'topic "t" does not exist',
    })
    expect(error.hints).toHaveLength(1)
    expect(kafkaErrorName(error)).toBe('UNKNOWN_TOPIC_OR_PARTITION')
  })

  it.each([
    ['Create', 'create'],
    ['Alter', 'alter'],
    ['AlterConfigs', 'change the settings of'],
    ['Describe', 'see'],
    ['Read', 'read'],
  ])('says what was not allowed: %s', (operation, verb) => {
    const needs = {operation, type: 'topic', name: 't'} as const
    expect(kafkaError(29, 'topic "t"', null, needs).message).toBe(`not allowed to ${verb} topic "t"`)
  })

  it('has the exit code of what happened', () => {
    expect(kafkaError(29, 'topic "t"').exitCode).toBe(EXIT.refused)
    expect(kafkaError(68, 'group "g"').code).toBe('GROUP_ACTIVE')
    expect(kafkaError(35, 'ListOffsets').exitCode).toBe(EXIT.unsupported)
    expect(kafkaError(5, 't-0').message).toBe('t-0 has no leader')
  })

  it('is readable for a code without words of its own, with the reason that the broker gave', () => {
    const error = kafkaError(77, 'broker 3', 'epoch 7 is gone')
    expect(error.message).toBe('broker 3: stale broker epoch (epoch 7 is gone)')
    expect(error.details).toEqual({kafka: 'STALE_BROKER_EPOCH', code: 77})
  })

  it('leaves out the request as Java prints it', () => {
    const dump =
      'Request Request(processor=0, connectionId=10.0.0.1:9092-10.0.0.2:4711-0, session=org.apache.kafka.network.Session@1f2e, listenerName=ListenerName(CLIENT), envelope=None)'
    expect(kafkaError(31, 'ACLs', `${dump} is not authorized.`).message).toBe(
      'not allowed on the cluster: ACLs',
    )
    expect(kafkaError(31, 'ACLs', `${dump} needs ALTER permission.`).message).toBe(
      'not allowed on the cluster: ACLs (the request needs ALTER permission)',
    )
  })

  it('does not send for a reason that it has just told', () => {
    expect(kafkaError(42, 'broker 1').hints).toEqual(['Its reason stands in the log of the broker.'])
    expect(kafkaError(42, 'broker 1', 'Unknown component').hints).toEqual([])
  })

  it('takes a remap for members that are in the way of a commit', () => {
    expect(kafkaError(25, 'group "g"').message).toContain('has active members')
  })
})
