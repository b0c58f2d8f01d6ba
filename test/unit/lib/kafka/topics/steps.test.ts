import {expect, it} from 'vitest'
import {stepsSubject, type TopicStep} from '../../../../../src/lib/kafka/topics/steps.js'

const retention = (topic: string): TopicStep => ({
  kind: 'settings',
  topic,
  changes: [
    {
      name: 'retention.ms',
      operation: 'set',
      value: '60000',
      overridden: false,
      from: '604800000',
      to: '60000',
    },
  ],
})

it('says what is changed of a topic, and which settings of several', () => {
  const more: TopicStep = {kind: 'partitions', topic: 'a', from: 1, to: 3}
  expect(stepsSubject([retention('a'), more])).toBe(
    'topic a: retention.ms 604800000 → 60000, 1 → 3 partitions',
  )
  expect(stepsSubject([retention('a'), retention('b')])).toBe('topics a, b: retention.ms')
})
