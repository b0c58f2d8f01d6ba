import {randomBytes} from 'node:crypto'
import {done, failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaErrorName} from '../error-map.js'
import {fetchRecords} from '../fetch-records.js'
import {listOffsets} from '../list-offsets.js'
import {produce} from '../produce.js'
import {decodeRecords} from '../records/decode.js'
import {UNANSWERED} from '../scatter.js'
import {createTopic} from '../topics/create-topic.js'
import {untilLed} from '../topics/until-led.js'
import type {CanaryBroker, CanaryPlan, CanaryResult, CanaryTarget} from './types.js'

/**
 * Makes the topic where it is not there, then writes to each broker and reads back, all brokers at once. What fails
 * is a row's outcome and in the result.
 */
export async function runCanary(
  cluster: Cluster,
  plan: CanaryPlan,
  {signal}: ChangeControl,
): Promise<{rows: readonly RowOutcome[]; result: CanaryResult}> {
  if (plan.create) await createOnce(cluster, plan.create)
  const brokers = await Promise.all(plan.targets.map((target) => tryBroker(cluster, plan, target, signal)))
  const {topic, untried, rounds} = plan
  return {result: {topic, untried, rounds, brokers}, rows: brokers.map((one) => rowOf(one, rounds))}
}

/** Another canary may have been faster. */
async function createOnce(cluster: Cluster, topic: NonNullable<CanaryPlan['create']>): Promise<void> {
  try {
    await createTopic(cluster, topic)
  } catch (error) {
    const exists = error instanceof KbookError && kafkaErrorName(error) === 'TOPIC_ALREADY_EXISTS'
    if (!exists) throw error
  }
  // A broker that has not heard of it yet is no broker that refuses records.
  await untilLed(cluster, topic.name)
}

function rowOf({broker, partition, produced, error}: CanaryBroker, rounds: number): RowOutcome {
  const subject = `${produced.length} of ${rounds} records through broker ${broker} (partition ${partition})`
  if (error) return failed(subject, error)
  return produced.length < rounds ? notDone(subject) : done(subject)
}

async function tryBroker(
  cluster: Cluster,
  {topic, rounds}: CanaryPlan,
  target: CanaryTarget,
  signal: AbortSignal,
): Promise<CanaryBroker> {
  const where = {topic, partition: target.partition}
  const produced: number[] = []
  const read: number[] = []
  let lost = 0
  let error: KbookError | undefined
  try {
    const [end] = await listOffsets(cluster, [where], 'latest')
    if (end?.offset === undefined) throw end?.error ?? UNANSWERED
    let offset = end.offset
    for (let round = 0; round < rounds && !signal.aborted; round++) {
      const value = randomBytes(32)
      const began = performance.now()
      await produce(cluster, where, [{timestamp: Date.now(), key: null, value, headers: []}])
      const taken = performance.now()
      produced.push(taken - began)
      const next = await readBack(cluster, where, offset, value)
      if (next === undefined) {
        lost++
        continue
      }
      read.push(performance.now() - taken)
      offset = next
    }
  } catch (caught) {
    if (!(caught instanceof KbookError)) throw caught
    error = caught
  }
  return {...target, produced, read, lost, error}
}

/** The offset after the record with that value; undefined when it did not come within the time of a request. */
async function readBack(
  cluster: Cluster,
  where: {topic: string; partition: number},
  from: bigint,
  value: Buffer,
): Promise<bigint | undefined> {
  const due = performance.now() + cluster.requestTimeoutMs
  for (let offset = from; performance.now() < due;) {
    const [answer] = await fetchRecords(cluster, [{...where, offset}], {maxWaitMs: 500})
    if (!answer) throw UNANSWERED
    if (answer.error) throw answer.error
    for (const batch of answer.batches) {
      const found = (await decodeRecords(batch)).find((record) => record.value?.equals(value))
      if (found) return found.offset + 1n
    }
    offset = answer.nextOffset
  }
  return undefined
}
