import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {certificateOf} from '../../../../../src/lib/kafka/ping/certificate.js'
import {explain, warningsOf} from '../../../../../src/lib/kafka/ping/explain.js'
import type {PingedAddress} from '../../../../../src/lib/kafka/ping/types.js'

const refused = new KbookError('UNREACHABLE', 'nothing listens there', {hint: 'Is it running?'})
const pinged = (extra: Partial<PingedAddress>): PingedAddress => ({
  address: 'kafka-1:9092',
  bootstrap: false,
  brokers: [1],
  steps: [],
  totalMs: 1,
  certificate: undefined,
  clusterId: 'c',
  error: undefined,
  ...extra,
})
const info = {clusterId: 'c', controllerId: 1, brokers: []}
const hints = (one: PingedAddress, given: readonly string[]): readonly string[] =>
  explain(one, info, given).error?.hints ?? []

it('says why an advertised address matters that nobody was asked to dial', () => {
  expect(hints(pinged({error: refused}), ['lb:9092'])).toEqual([
    'broker 1 advertises kafka-1:9092: clients are sent there, whichever address they start from.',
    'Make it reachable from here, or correct advertised.listeners of broker 1.',
    'Is it running?',
  ])
})

it('knows a broker that sends clients to themselves', () => {
  const one = pinged({address: 'localhost:9092', error: refused})
  expect(hints(one, ['kafka-1:9092'])[1]).toContain('the client’s own machine'.replace('’', "'"))
  expect(hints(one, ['127.0.0.1:9093'])[1]).toContain('Make it reachable')
})

it('leaves a bootstrap address as it is', () => {
  expect(hints(pinged({bootstrap: true, error: refused}), ['kafka-1:9092'])).toEqual(['Is it running?'])
})

it('does not take another cluster for this one', () => {
  const {error} = explain(pinged({clusterId: 'other'}), info, [])
  expect(error).toMatchObject({
    code: 'UNREACHABLE',
    message: 'kafka-1:9092 belongs to another cluster, other',
  })
})

it('warns of an address that two brokers share, and of a certificate that ends soon', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  const certificate = certificateOf(
    {
      subject: {CN: 'kafka'},
      issuer: {CN: 'ca'},
      subjectaltname: 'DNS:kafka-1, DNS:kafka',
      valid_from: 'Jan  1 00:00:00 2025 GMT',
      valid_to: 'Jan 11 12:00:00 2026 GMT',
    } as never,
    now,
  )
  expect(certificate).toMatchObject({subject: 'CN=kafka', names: ['DNS:kafka-1', 'DNS:kafka'], daysLeft: 10})
  expect(warningsOf([pinged({brokers: [1, 2], certificate})])).toEqual([
    expect.stringContaining('brokers 1 and 2 both advertise kafka-1:9092') as string,
    'the certificate of kafka-1:9092 expires in 10 days, on 2026-01-11',
  ])
  expect(certificateOf({} as never)).toBeUndefined()
})
