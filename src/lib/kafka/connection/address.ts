import {KbookError} from '../../errors.js'

export interface Address {
  readonly host: string
  readonly port: number
}

const DEFAULT_PORT = 9092

/** `host`, `host:9092`, `[::1]:9092`; also with a listener's name in front, as in `PLAINTEXT://host:9092`. */
export function parseAddress(text: string): Address {
  const match = /^(?:\w+:\/\/)?(?:\[([^\]]+)\]|([^:/\s]+))(?::(\d+))?$/.exec(text.trim())
  const port = Number(match?.[3] ?? DEFAULT_PORT)
  if (!match || port < 1 || port > 65_535) {
    throw new KbookError('BAD_INPUT', `"${text}" is not a broker address`, {hint: 'Write it as host:port.'})
  }
  return {host: match[1] ?? match[2] ?? '', port}
}

export const addressText = ({host, port}: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
