import {done, failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {alterConfigs} from '../configs/alter.js'
import {subjectOf} from '../configs/subject.js'
import {notTaken} from './default-taken.js'
import {asChange, resourceOf, type BrokerConfigPlan, type SettingChange} from './config-plan.js'

/** What puts a change of broker settings back. */
export interface BrokerConfigUndo {
  /** Null for the default of all brokers. */
  readonly broker: number | null
  readonly settings: readonly {readonly name: string; readonly value: string | null}[]
}

/**
 * Changes the settings that the plan says are different: all of them or, when the broker refuses one, none. A default that a broker
 * does not take has a row for that broker.
 */
export async function applyBrokerConfig(
  cluster: Cluster,
  {broker, settings}: BrokerConfigPlan,
  changes: readonly SettingChange[],
  {signal}: ChangeControl,
): Promise<RowOutcome[]> {
  const wanted = new Set(settings.filter((one) => one.changes).map(({name}) => name))
  const real = changes.filter(({name}) => wanted.has(name))
  const resource = resourceOf(broker)
  const subjects = real.map(({name}) => `${name} of ${subjectOf(resource)}`)
  if (signal.aborted) return subjects.map(notDone)
  try {
    await alterConfigs(cluster, resource, real.map(asChange))
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return subjects.map((subject) => failed(subject, error))
  }
  return [...subjects.map(done), ...(broker === undefined ? await notTaken(cluster, real) : [])]
}

/** What was set at this place before. Secret values are known to nobody, so they cannot be put back. */
export function undoOfBrokerConfig({broker, settings}: BrokerConfigPlan): BrokerConfigUndo | undefined {
  const kept = settings.filter(({changes, sensitive}) => changes && !sensitive)
  if (kept.length === 0) return undefined
  return {broker: broker ?? null, settings: kept.map(({name, own}) => ({name, value: own}))}
}

/** The changes that put back what an undo kept. */
export const changesOfUndo = ({settings}: BrokerConfigUndo): SettingChange[] =>
  settings.map(({name, value}) => ({
    name,
    operation: value === null ? 'delete' : 'set',
    value,
    secret: false,
  }))
