import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {untilLed} from '../../../../../src/lib/kafka/topics/until-led.js'
import type {TopicInfo} from '../../../../../src/lib/kafka/types.js'
import {topic} from '../health/scene.js'

const UNKNOWN = {...topic('c'), error: new KbookError('TOPIC_NOT_FOUND', 'topic "c" does not exist')}

function cluster(...answers: TopicInfo[]): {asked: () => number} & Parameters<typeof untilLed>[0] {
  let asked = 0
  return {
    requestTimeoutMs: 50,
    asked: () => asked,
    topics: (names, options) => {
      expect([names, options]).toEqual([['c'], {refresh: true}])
      const answer = answers[Math.min(asked++, answers.length - 1)]
      return Promise.resolve(new Map(answer && [['c', answer]]))
    },
  }
}

it('waits while a broker does not know the topic, and while a partition has no leader', async () => {
  const found = cluster(UNKNOWN, topic('c'), topic('c', {}, {leader: undefined}), topic('c', {}, {}))
  await untilLed(found, 'c')
  expect(found.asked()).toBe(4)
})

it('gives up after the time of a request', async () => {
  await expect(untilLed(cluster(UNKNOWN), 'c')).rejects.toMatchObject({code: 'REQUEST_FAILED'})
})
