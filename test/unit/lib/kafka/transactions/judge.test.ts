import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {judge, type KnownTransactions} from '../../../../../src/lib/kafka/transactions/judge.js'
import type {DescribedTransaction} from '../../../../../src/lib/kafka/transactions/types.js'

const NOW = 10_000_000
const open = {
  topic: 't',
  partition: 3,
  startOffset: 70n,
  producer: {
    producerId: 9n,
    producerEpoch: 2,
    lastSequence: 5,
    lastTimestamp: NOW - 1000,
    coordinatorEpoch: -1,
    openSince: 70n,
  },
}
const transaction = (partitions: DescribedTransaction['partitions']): DescribedTransaction => ({
  transactionalId: 'pay',
  coordinator: 1,
  state: 'Ongoing',
  producerId: 9n,
  producerEpoch: 2,
  timeoutMs: 60_000,
  startedAt: NOW - 2000,
  partitions,
})
const known = (found?: DescribedTransaction | KbookError, complete = true): KnownTransactions => ({
  complete,
  byProducer: new Map(found ? [[9n, 'pay']] : []),
  described: new Map(found ? [['pay', found]] : []),
})
const error = (code: 'NOT_FOUND' | 'NOT_AUTHORIZED'): KbookError => new KbookError(code, 'no')

it.each([
  ['no coordinator knows the producer', known(), 'unknown-producer'],
  ['its coordinator forgot the id', known(error('NOT_FOUND')), 'unknown-transaction'],
  [
    'another partition of the topic is in it',
    known(transaction([{topic: 't', partition: 1}])),
    'partition-not-in-it',
  ],
  [
    'the partition of another topic is in it',
    known(transaction([{topic: 'u', partition: 3}])),
    'partition-not-in-it',
  ],
])('hangs when %s', (_what, coordinators, reason) => {
  expect(judge(open, coordinators, NOW)).toMatchObject({
    reason,
    startOffset: 70n,
    producerId: 9n,
    idleMs: 1000,
  })
})

it.each([
  ['its coordinator has the partition in it', known(transaction([{topic: 't', partition: 3}]))],
  ['a coordinator could not be asked', known(undefined, false)],
  ['nobody may describe it', known(error('NOT_AUTHORIZED'))],
])('does not hang, as far as one can tell, when %s', (_what, coordinators) => {
  expect(judge(open, coordinators, NOW)).toBeUndefined()
})
