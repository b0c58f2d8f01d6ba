import {expect} from 'vitest'
import {createIncidentParser} from '../../../../../src/lib/consumer/incident/parser.js'
import type {Incident, Undecodable} from '../../../../../src/lib/consumer/types.js'

export const parse = createIncidentParser({incidents: {format: 'auto'}})
export const read = (value: unknown): readonly Incident[] => {
  const bytes = Buffer.isBuffer(value)
    ? value
    : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  const result = parse({value: bytes})
  return 'incidents' in result ? result.incidents : expect.fail(JSON.stringify(result))
}
export const refuse = (value: Buffer | string): Undecodable => {
  const result = parse({value: Buffer.from(value)})
  return 'undecodable' in result ? result.undecodable : expect.fail('it was taken')
}
/** Tags as plain data. */
export const plain = ({tags}: Incident) =>
  Object.fromEntries([...tags].map(([name, values]) => [name, [...values]]))
