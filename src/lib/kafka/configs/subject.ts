import type {ConfigResource} from './types.js'

/** What errors call it: `topic "orders"`, `broker 2`, `the default of all brokers`. */
export function subjectOf({type, name}: ConfigResource): string {
  if (type !== 'broker') return `${type} "${name}"`
  return name === '' ? 'the default of all brokers' : `broker ${name}`
}
