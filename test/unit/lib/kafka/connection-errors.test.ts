import {describe, expect, it} from 'vitest'
import {EXIT} from '../../../../src/lib/errors.js'
import {
  closedError,
  connectionError,
  foreignAnswerError,
} from '../../../../src/lib/kafka/connection-errors.js'

const cause = (code: string, message = code): {code: string; message: string} => ({code, message})
const plain = {}
const withTls = {tls: {}}

describe('what a failed connection means', () => {
  it.each([
    [cause('ECONNREFUSED'), plain, 'UNREACHABLE', 'nothing listens on b:1'],
    [cause('ENOTFOUND'), plain, 'UNREACHABLE', 'cannot be resolved'],
    [cause('EAI_AGAIN'), plain, 'UNREACHABLE', 'cannot be resolved'],
    [cause('ETIMEDOUT'), plain, 'UNREACHABLE', 'was not answered'],
    [cause('EHOSTUNREACH'), plain, 'UNREACHABLE', 'was not answered'],
    [cause('ECONNRESET'), plain, 'UNREACHABLE', 'closed the connection'],
    [cause('EMFILE', 'too many open files'), plain, 'UNREACHABLE', 'too many open files'],
    [
      cause('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
      withTls,
      'TLS_FAILED',
      'instead of answering in TLS',
    ],
    [cause('SELF_SIGNED_CERT_IN_CHAIN'), withTls, 'TLS_FAILED', 'not signed by a CA that is trusted here'],
    [cause('DEPTH_ZERO_SELF_SIGNED_CERT'), withTls, 'TLS_FAILED', 'not signed by a CA'],
    [cause('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), withTls, 'TLS_FAILED', 'not signed by a CA'],
    [cause('CERT_HAS_EXPIRED'), withTls, 'TLS_FAILED', 'has expired'],
    [cause('ERR_TLS_CERT_ALTNAME_INVALID'), withTls, 'TLS_FAILED', 'is for another host'],
    [cause('EPROTO', 'ssl3_get_record:wrong version number'), withTls, 'TLS_FAILED', 'does not speak TLS'],
    [
      cause('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      withTls,
      'TLS_FAILED',
      'asks for a client certificate',
    ],
    [
      cause('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'),
      {tls: {cert: 'pem', key: 'pem'}},
      'TLS_FAILED',
      'refused the client certificate',
    ],
  ] as const)('%o', (error, connection, code, words) => {
    const mapped = connectionError('b:1', error, connection)
    expect(mapped.code).toBe(code)
    expect(mapped.exitCode).toBe(EXIT.unreachable)
    expect(mapped.message).toContain(words)
    expect(mapped.hints.length).toBeGreaterThan(0)
  })

  it('is not worth trying again where only a person can mend it', () => {
    expect(connectionError('b:1', cause('CERT_HAS_EXPIRED'), withTls).patienceMs).toBe(0)
    expect(connectionError('b:1', cause('ENOTFOUND'), plain).patienceMs).toBe(0)
    expect(connectionError('b:1', cause('ECONNREFUSED'), plain).patienceMs).toBeGreaterThan(0)
  })

  it('names a wrong CA as the likeliest fault when there is one', () => {
    const own = connectionError('b:1', cause('SELF_SIGNED_CERT_IN_CHAIN'), {tls: {ca: 'pem'}})
    expect(own.hints[0]).toBe('Is tls.ca the CA of this cluster?')
  })

  it('suspects a missing login or TLS only where there is none', () => {
    const bare = closedError('b:1', plain)
    expect(bare.hints.join(' ')).toMatch(/login.*TLS/)
    const full = closedError('b:1', {tls: {}, sasl: {mechanism: 'plain', username: 'u', password: 'p'}})
    expect(full.hints).toHaveLength(1)
  })

  it('is patient with a broker that hangs up, less so with one that may want a login', () => {
    expect(closedError('b:1', plain, {early: true}).patienceMs).toBeLessThan(
      closedError('b:1', plain).patienceMs,
    )
  })

  it('tells a TLS port and a foreign protocol from a broker', () => {
    expect(foreignAnswerError('b:1', 'tls')).toMatchObject({code: 'TLS_FAILED'})
    expect(foreignAnswerError('b:1', 'other').message).toBe("b:1 does not answer in Kafka's protocol")
  })
})
