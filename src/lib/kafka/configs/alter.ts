import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {subjectOf} from './subject.js'
import {RESOURCE_TYPES, type ConfigChange, type ConfigResource} from './types.js'

/** Numbers of `AlterConfigOp.OpType` in Kafka. */
const OPERATIONS = {set: 0, delete: 1, append: 2, subtract: 3} as const

export interface AlterConfigsOptions {
  /** Only have the broker say whether it would take them. */
  readonly validateOnly?: boolean
  /** The broker to be asked, which checks by what is in force there; otherwise whoever is responsible. */
  readonly via?: number
}

/**
 * Changes settings of one resource and leaves all others as they are (IncrementalAlterConfigs, KIP-339).
 *
 * @throws KbookError when the broker refused: none of them is changed then. `UNSUPPORTED` before Kafka 2.3.
 */
export async function alterConfigs(
  cluster: Cluster,
  resource: ConfigResource,
  changes: readonly ConfigChange[],
  {validateOnly = false, via}: AlterConfigsOptions = {},
): Promise<void> {
  const body = {
    resources: [
      {
        resourceType: RESOURCE_TYPES[resource.type],
        resourceName: resource.name,
        configs: changes.map(({name, operation, value}) => ({
          name,
          configOperation: OPERATIONS[operation],
          value,
        })),
      },
    ],
    validateOnly,
  }
  // A broker's own settings are the business of that broker, everything else that of the controller.
  const own = resource.type === 'broker' && resource.name !== '' ? Number(resource.name) : undefined
  const broker = via ?? own
  const {responses} =
    broker === undefined
      ? await cluster.toController('IncrementalAlterConfigs', body)
      : await cluster.toBroker(broker, 'IncrementalAlterConfigs', body)
  const [row] = responses
  if (!row) throw UNANSWERED
  if (row.errorCode === ERROR_CODE.none) return
  const needs = {operation: 'AlterConfigs', ...resource} as const
  throw kafkaError(row.errorCode, subjectOf(resource), row.errorMessage, needs)
}
