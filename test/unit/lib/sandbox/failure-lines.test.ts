import {expect, test} from 'vitest'
import {failureLines} from '../../../../src/lib/sandbox/failure-lines.js'

test('finds errors and exceptions among a broker’s log', () => {
  const log = `2026-11-21 09:39:22,513 [quorum-controller-1] WARN org.apache.Controller - Performing activation.
2026-11-21 09:39:22,979 [main] ERROR kafka.server.BrokerServer - [BrokerServer id=1] Fatal error during broker startup.
org.apache.kafka.common.KafkaException: Class no.such.Class cannot be found
\tat org.apache.kafka.common.utils.Utils.newInstance(Utils.java:401)
Caused by: java.lang.ClassNotFoundException: no.such.Class
\t... 13 more
2026-11-21 09:39:22,990 [main] INFO kafka.server.BrokerServer - shutting down`
  expect(failureLines(log)).toEqual([
    '[BrokerServer id=1] Fatal error during broker startup.',
    'org.apache.kafka.common.KafkaException: Class no.such.Class cannot be found',
    'Caused by: java.lang.ClassNotFoundException: no.such.Class',
  ])
})

test.each([
  [
    'Exception in thread "main" a.b.ConfigException: Invalid value -1',
    'a.b.ConfigException: Invalid value -1',
  ],
  ['Error: Could not create the Java Virtual Machine.', 'Error: Could not create the Java Virtual Machine.'],
  ['java.lang.OutOfMemoryError: Java heap space', 'java.lang.OutOfMemoryError: Java heap space'],
])('%s', (line, expected) => {
  expect(failureLines(`something before\n${line}\n\tat a.b.C(D.java:1)\n`)).toEqual([expected])
})

test('says the last lines when none of them looks like a failure', () => {
  expect(failureLines('1\n2\n3\n4\n5\n6\n\n')).toEqual(['2', '3', '4', '5', '6'])
})
