import {createPrivateKey, X509Certificate} from 'node:crypto'
import {expect, test} from 'vitest'
import {createAuthority} from '../../../../src/lib/sandbox/certificates.js'

const authority = createAuthority('a test')
const root = new X509Certificate(authority.cert)

test('an authority signs itself', () => {
  expect(root.ca).toBe(true)
  expect(root.subject).toBe('CN=a test')
  expect(root.checkIssued(root)).toBe(true)
  expect(root.verify(root.publicKey)).toBe(true)
})

test('a server’s certificate is good for its names and no others', () => {
  const issued = authority.issue('broker', ['localhost', '127.0.0.1'])
  const cert = new X509Certificate(issued.cert)
  expect(cert.ca).toBe(false)
  expect(cert.checkIssued(root)).toBe(true)
  expect(cert.verify(root.publicKey)).toBe(true)
  expect(cert.checkPrivateKey(createPrivateKey(issued.key))).toBe(true)
  expect(cert.checkHost('localhost')).toBe('localhost')
  expect(cert.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(cert.checkHost('example.org')).toBeUndefined()
})

test('it is valid now, for a while', () => {
  const cert = new X509Certificate(authority.issue('admin').cert)
  const days = (date: string): number => (Date.parse(date) - Date.now()) / 86_400_000
  expect(days(cert.validFrom)).toBeLessThan(0)
  expect(days(cert.validTo)).toBeGreaterThan(365)
  expect(cert.subject).toBe('CN=admin')
})

test('serial numbers differ and are positive', () => {
  const serials = Array.from({length: 20}, () => new X509Certificate(authority.issue('x').cert).serialNumber)
  expect(new Set(serials).size).toBe(20)
  for (const serial of serials) expect(serial).toMatch(/^40[0-9A-F]{30}$/)
})
