import type {ChangeControl, RowOutcome} from '../../change/outcome.js'
import {eachInTurn} from '../../change/outcome.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {leadersOf} from '../topic-partitions.js'
import {planAbort, type AbortPlan} from './plan-abort.js'

/**
 * Writes the abort marker at the partition's leader. Brokers take it for whatever the producer has open by then, so
 * the plan is made again right before: it may have been confirmed long after it was shown.
 */
export async function applyAbort(
  cluster: Cluster,
  plan: AbortPlan,
  control: ChangeControl,
): Promise<RowOutcome[]> {
  return eachInTurn(
    [plan],
    control,
    ({topic, partition}) => `${topic}-${partition}`,
    async (one) => writeMarker(cluster, await planAbort(cluster, one)),
  )
}

async function writeMarker(cluster: Cluster, plan: AbortPlan): Promise<void> {
  const {topic, partition, producerId, producerEpoch, coordinatorEpoch} = plan
  const leader = (await leadersOf(cluster, [plan], true)).get(plan)
  if (typeof leader !== 'number') throw leader?.error ?? UNANSWERED
  const {markers} = await cluster.toBroker(leader, 'WriteTxnMarkers', {
    markers: [
      {
        producerId,
        producerEpoch,
        coordinatorEpoch,
        transactionResult: false,
        topics: [{name: topic, partitionIndexes: [partition]}],
      },
    ],
  })
  const code = markers[0]?.topics[0]?.partitions[0]?.errorCode
  if (code === undefined) throw UNANSWERED
  if (code !== ERROR_CODE.none) {
    throw kafkaError(code, `${topic}-${partition}`, null, {operation: 'Alter', type: 'cluster'})
  }
}
