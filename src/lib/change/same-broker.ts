import {addressText, parseAddress} from '../kafka/connection/address.js'

/** A name server that does not answer must not hold a change up. */
const LIMIT_MS = 2000

/** IP addresses of a host; none when it is not known. */
export type Lookup = (host: string) => Promise<readonly string[]>

/**
 * Where brokers listen, by IP address and port: `localhost:9092` and `127.0.0.1:9092` are one broker. As they are
 * written, too, for what no name server knows here.
 */
export async function endpoints(
  brokers: Iterable<string>,
  lookup: Lookup = hostAddresses,
): Promise<ReadonlySet<string>> {
  const known = await Promise.all(
    [...new Set(brokers)].map(async (broker) => {
      const {host, port} = parseAddress(broker)
      const ips = await lookup(host)
      return [host.toLowerCase(), ...ips].map((one) => addressText({host: one, port}))
    }),
  )
  return new Set(known.flat())
}

async function hostAddresses(host: string): Promise<readonly string[]> {
  const {isIP} = await import('node:net')
  if (isIP(host) !== 0) return [host]
  const {lookup} = await import('node:dns/promises')
  const found = lookup(host, {all: true}).then(
    (rows) => rows.map(({address}) => address),
    () => [],
  )
  return Promise.race([found, new Promise<[]>((resolve) => setTimeout(() => resolve([]), LIMIT_MS).unref())])
}
