import {describe, expect, it} from 'vitest'
import {addressText, parseAddress} from '../../../../../src/lib/kafka/connection/address.js'

describe('parseAddress', () => {
  it.each([
    ['kafka-0.example:9093', {host: 'kafka-0.example', port: 9093}],
    ['10.0.0.4', {host: '10.0.0.4', port: 9092}],
    ['[::1]:9092', {host: '::1', port: 9092}],
    ['SASL_SSL://kafka:9094', {host: 'kafka', port: 9094}],
  ])('%s', (text, address) => {
    expect(parseAddress(text)).toEqual(address)
  })

  it.each(['', 'kafka:', 'kafka:0', 'kafka:70000', 'a b:9092', 'http://x/y', '::1'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseAddress(text)).toThrow('is not a broker address')
    },
  )

  it('is written back in the form that it is dialled in', () => {
    expect(addressText({host: '::1', port: 1})).toBe('[::1]:1')
    expect(addressText({host: 'kafka', port: 1})).toBe('kafka:1')
  })
})
