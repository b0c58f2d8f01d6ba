import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'

const SETTING = 'transaction.max.timeout.ms'

/**
 * Milliseconds that a transaction may last, by the broker that allows the most; undefined where brokers have no such
 * setting (Redpanda).
 *
 * @throws KbookError when a broker does not tell.
 */
export async function longestTransaction(cluster: Cluster): Promise<number | undefined> {
  const {brokers} = await cluster.info()
  const resources = brokers.map(({id}) => ({type: 'broker' as const, name: String(id)}))
  const described = await describeConfigs(cluster, resources, {names: [SETTING]})
  const limits: number[] = []
  for (const {entries, error} of described) {
    if (error) {
      const {code, message, hints: hint, details = {}} = error
      throw new KbookError(code, `${SETTING}: ${message}`, {hint, details, cause: error})
    }
    const value = entries.find(({name}) => name === SETTING)?.value
    if (typeof value === 'string') limits.push(Number(value))
  }
  return limits.length > 0 ? Math.max(...limits) : undefined
}
