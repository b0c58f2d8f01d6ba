import {createHash, generateKeyPairSync, randomBytes, sign, type KeyObject} from 'node:crypto'
import {isIP} from 'node:net'

/** A certificate and its private key (PKCS #8), both as PEM text. */
export interface Certificate {
  cert: string
  key: string
}

export interface Authority extends Certificate {
  /** Issues a certificate for a server (with the names it is reached by) or for a client. */
  issue: (subject: string, names?: readonly string[]) => Certificate
}

const VALID_DAYS = 825

/** A certificate authority of our own on P-256, after RFC 5280; Node reads certificates but cannot sign them. */
export function createAuthority(commonName: string): Authority {
  const authority = newKeys()
  const root = certificate({
    subject: commonName,
    keys: authority,
    issuer: {name: commonName, keys: authority},
  })
  const issue = (subject: string, names: readonly string[] = []): Certificate =>
    certificate({subject, names, keys: newKeys(), issuer: {name: commonName, keys: authority}})
  return {...root, issue}
}

type Keys = Record<'publicKey' | 'privateKey', KeyObject>

const newKeys = (): Keys => generateKeyPairSync('ec', {namedCurve: 'P-256'})

interface Request {
  subject: string
  names?: readonly string[]
  keys: Keys
  issuer: {name: string; keys: Keys}
}

function certificate({subject, names = [], keys, issuer}: Request): Certificate {
  const now = Date.now()
  const isAuthority = keys === issuer.keys
  const extensions = [
    critical('2.5.29.19', sequence(...(isAuthority ? [TRUE] : []))), // basic constraints
    critical('2.5.29.15', isAuthority ? bits(1, 0x06) : bits(7, 0x80)), // key usage: sign certificates, or sign
    extension('2.5.29.14', octets(keyId(keys))), // subject key identifier
    extension('2.5.29.35', sequence(der(0x80, keyId(issuer.keys)))), // authority key identifier
    ...(names.length > 0 ? [extension('2.5.29.17', sequence(...names.map(alternativeName)))] : []),
  ]
  const toBeSigned = sequence(
    tagged(0, integer(2)), // version 3
    serialNumber(),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer.name),
    sequence(time(now - 3_600_000), time(now + VALID_DAYS * 86_400_000)),
    distinguishedName(subject),
    publicKeyInfo(keys),
    tagged(3, sequence(...extensions)),
  )
  const signature = sign('sha256', toBeSigned, issuer.keys.privateKey)
  return {
    cert: pem('CERTIFICATE', sequence(toBeSigned, ECDSA_WITH_SHA256, bits(0, ...signature))),
    key: keys.privateKey.export({type: 'pkcs8', format: 'pem'}).toString(),
  }
}

// DER, ITU-T X.690: a tag, a length, the content.
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = Buffer.from(body.length.toString(16).padStart(4, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x82]), length, body])
}

const sequence = (...content: Uint8Array[]): Buffer => der(0x30, ...content)
const tagged = (n: number, content: Uint8Array): Buffer => der(0xa0 + n, content)
const octets = (content: Uint8Array): Buffer => der(0x04, content)
const integer = (...bytes: number[]): Buffer => der(0x02, Buffer.from(bytes))
const bits = (unused: number, ...bytes: number[]): Buffer => der(0x03, Buffer.from([unused, ...bytes]))
const TRUE = der(0x01, Buffer.from([0xff]))

// UTCTime, two digits for the year: good until 2049.
const time = (ms: number): Buffer =>
  der(0x17, Buffer.from(new Date(ms).toISOString().replace(/^20|[-:T]|\.\d+/g, '')))

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const base128 = (n: number): number[] => {
    const bytes = [n & 0x7f]
    for (let left = n >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80)
    return bytes
  }
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

// Positive and without a leading zero byte, as DER wants integers.
const serialNumber = (): Buffer => integer(0x40, ...randomBytes(15))

const distinguishedName = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))

const publicKeyInfo = ({publicKey}: Keys): Buffer => publicKey.export({type: 'spki', format: 'der'})

const keyId = (keys: Keys): Buffer =>
  createHash('sha256').update(publicKeyInfo(keys)).digest().subarray(0, 20)

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), octets(value))
const critical = (id: string, value: Buffer): Buffer => sequence(oid(id), TRUE, octets(value))

const alternativeName = (name: string): Buffer =>
  isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
