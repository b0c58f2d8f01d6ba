import {MESSAGES} from '../protocol/messages.js'

/** Requests that Kafka 4 removed and older brokers still list. */
const REMOVED: readonly (readonly [number, string])[] = [
  [4, 'LeaderAndIsr'],
  [5, 'StopReplica'],
  [6, 'UpdateMetadata'],
  [7, 'ControlledShutdown'],
]

/** Names of requests by api key. */
export function apiNames(): ReadonlyMap<number, string> {
  const known = Object.entries(MESSAGES).flatMap(([name, text]): [number, string][] => {
    const [, key] = /^\[(\d+),/.exec(text) ?? []
    return key !== undefined && name.endsWith('Request')
      ? [[Number(key), name.slice(0, -'Request'.length)]]
      : []
  })
  return new Map([...REMOVED, ...known])
}
