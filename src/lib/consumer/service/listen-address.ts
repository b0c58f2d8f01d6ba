import {KbookError} from '../../errors.js'

export interface ListenAddress {
  /** Undefined listens on every interface, which is what a kubelet needs. */
  host: string | undefined
  port: number
}

/** Reads `8080`, `:8080`, `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`. */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<host>[^:\s[\]]*)):)?(?<port>\d{1,5})$/.exec(text.trim())
  const port = Number(match?.groups?.['port'])
  if (!match || port > 65_535) {
    throw new KbookError('BAD_FLAG', `"${text}" is not an address to listen on`, {
      hint: 'Give [HOST:]PORT, such as 8080, 127.0.0.1:8080 or [::1]:8080.',
    })
  }
  const host = match.groups?.['v6'] ?? match.groups?.['host']
  return {host: host === '' ? undefined : host, port}
}
