import type {PeerCertificate} from 'node:tls'
import type {PingCertificate} from './types.js'

const DAY_MS = 86_400_000

/** What an operator asks of a certificate; undefined when none was shown. `now` is in milliseconds. */
export function certificateOf(peer: PeerCertificate, now = Date.now()): PingCertificate | undefined {
  // Node gives an empty object when there is none.
  if (!('valid_to' in peer)) return undefined
  const end = Date.parse(peer.valid_to)
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    names: peer.subjectaltname?.split(', ') ?? [],
    validFrom: new Date(Date.parse(peer.valid_from)).toISOString(),
    validTo: new Date(end).toISOString(),
    daysLeft: Math.floor((end - now) / DAY_MS),
  }
}

const nameOf = (fields: object): string =>
  Object.entries(fields)
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${key}=${String(one)}`))
    .join(', ')
