import type {KafkaConnection} from '../../config/connection.js'
import {addressText, parseAddress} from '../connection/address.js'
import type {ClusterInfo} from '../types.js'
import {tryAddress, type Attempt} from './address.js'
import {explain, warningsOf} from './explain.js'
import type {PingedAddress, PingReport} from './types.js'

/** Addresses dialled at once: enough for one round trip, few enough not to look like an attack. */
const AT_ONCE = 32

/**
 * Dials every address that the connection names, then every one that the brokers advertise, all steps into each.
 * What fails is told in its row. Opens connections of its own, so that nothing is hidden by one that is open already.
 */
export async function pingCluster(connection: KafkaConnection): Promise<PingReport> {
  const given = [...new Set(connection.brokers.map((text) => addressText(parseAddress(text))))]
  const attempts = new Map<string, Attempt>()
  await tryAll(given, connection, attempts)
  const info = given.map((address) => attempts.get(address)?.info).find((found) => found !== undefined)
  const advertised = advertisedBy(info)
  await tryAll([...advertised.keys()], connection, attempts)
  const addresses = [...attempts].map(([address, attempt]) =>
    explain(pinged(address, attempt, given, advertised), info, given),
  )
  return {
    name: connection.name,
    clusterId: info?.clusterId,
    addresses,
    warnings: warningsOf(addresses),
  }
}

async function tryAll(
  addresses: readonly string[],
  connection: KafkaConnection,
  attempts: Map<string, Attempt>,
): Promise<void> {
  const open = addresses.filter((address) => !attempts.has(address))
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const part = open.slice(at, at + AT_ONCE)
    const found = await Promise.all(part.map((address) => tryAddress(parseAddress(address), connection)))
    part.forEach((address, index) => {
      const attempt = found[index]
      if (attempt) attempts.set(address, attempt)
    })
  }
}

function advertisedBy(info: ClusterInfo | undefined): Map<string, number[]> {
  const advertised = new Map<string, number[]>()
  for (const broker of info?.brokers ?? []) {
    const address = addressText(broker)
    advertised.set(address, [...(advertised.get(address) ?? []), broker.id])
  }
  return advertised
}

const pinged = (
  address: string,
  {steps, certificate, info, error}: Attempt,
  given: readonly string[],
  advertised: ReadonlyMap<string, readonly number[]>,
): PingedAddress => ({
  address,
  bootstrap: given.includes(address),
  brokers: advertised.get(address) ?? [],
  steps,
  totalMs: steps.reduce((sum, {ms}) => sum + ms, 0),
  certificate,
  clusterId: info?.clusterId,
  error,
})
