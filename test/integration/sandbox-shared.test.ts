import {expect, test} from 'vitest'
import {createTopic, kafkaTool, produce, sharedKafka, uniqueName} from '../helpers/kafka.js'

test('the shared broker takes messages that Kafka’s own consumer reads', async () => {
  const kafka = await sharedKafka()
  const topic = uniqueName('shared')
  await createTopic(kafka.connection(), topic, {partitions: 2})
  await produce(kafka.connection(), topic, [{value: 'hello', partition: 1}])

  const read = await kafkaTool(kafka, 'consoleConsumer', [
    ...['--topic', topic, '--from-beginning', '--max-messages', '1', '--timeout-ms', '20000'],
  ])

  expect(read.stdout).toBe('hello')
})
