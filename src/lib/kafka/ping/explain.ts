import {KbookError} from '../../errors.js'
import {parseAddress} from '../connection/address.js'
import type {ClusterInfo} from '../types.js'
import type {PingedAddress} from './types.js'

/** A certificate that ends within so many days is worth a warning. */
const EXPIRY_DAYS = 30

/**
 * Adds what a failure means to clients: brokers send them to the advertised address, whichever one they start from.
 * `given` are the bootstrap addresses. Pure.
 */
export function explain(
  one: PingedAddress,
  info: ClusterInfo | undefined,
  given: readonly string[],
): PingedAddress {
  const {error, clusterId} = one
  if (!error) {
    const foreign = clusterId !== undefined && info?.clusterId !== undefined && clusterId !== info.clusterId
    return foreign ? {...one, error: otherCluster(one, clusterId, info.clusterId)} : one
  }
  if (one.brokers.length === 0 || one.bootstrap) return one
  return {
    ...one,
    error: new KbookError(error.code, error.message, {
      hint: [...advertisedHints(one, given), ...error.hints],
      cause: error,
      ...(error.details && {details: error.details}),
    }),
  }
}

function advertisedHints({address, brokers}: PingedAddress, given: readonly string[]): string[] {
  const who = brokersText(brokers)
  const sent = `${who} advertises ${address}: clients are sent there, whichever address they start from.`
  const local = isLoopback(address) && !given.some(isLoopback)
  return local
    ? [
        sent,
        `That is the client's own machine: set advertised.listeners of ${who} to a name that others reach.`,
      ]
    : [sent, `Make it reachable from here, or correct advertised.listeners of ${who}.`]
}

const otherCluster = ({address, brokers}: PingedAddress, found: string, expected: string): KbookError =>
  new KbookError('UNREACHABLE', `${address} belongs to another cluster, ${found}`, {
    hint:
      brokers.length > 0
        ? `${brokersText(brokers)} of ${expected} advertises it: correct its advertised.listeners, or the name server.`
        : `The other addresses lead to ${expected}: is one profile made of two clusters?`,
  })

/** What works, and will not for long or not as it should. Pure. */
export function warningsOf(addresses: readonly PingedAddress[]): string[] {
  const shared = addresses
    .filter(({brokers}) => brokers.length > 1)
    .map(
      ({address, brokers}) =>
        `brokers ${brokers.join(' and ')} both advertise ${address}: only one of them can be reached there. Give each its own in advertised.listeners.`,
    )
  const ending = addresses.flatMap(({address, certificate}) =>
    certificate && certificate.daysLeft >= 0 && certificate.daysLeft < EXPIRY_DAYS
      ? [
          `the certificate of ${address} expires in ${certificate.daysLeft} days, on ${certificate.validTo.slice(0, 10)}`,
        ]
      : [],
  )
  return [...shared, ...ending]
}

const brokersText = (ids: readonly number[]): string =>
  ids.length === 1 ? `broker ${ids[0] ?? ''}` : `each of the brokers ${ids.join(', ')}`

const isLoopback = (address: string): boolean => /^(127\.|localhost$|::1$)/.test(parseAddress(address).host)
