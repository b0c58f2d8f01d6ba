import {done, failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import type {ElectLeadersResponsePartitionResult} from '../protocol/apis/elect-leaders.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {byTopic} from '../topic-partitions.js'
import type {ElectionPlan, PlannedElection} from './plan.js'

const TYPES = {preferred: 0, unclean: 1} as const
/** Partitions a request: the controller answers when all of them have their leader. */
const CHUNK = 500
const NEEDS = {operation: 'Alter', type: 'cluster'} as const

/** Has the leaders elected that the plan names. One that came about by itself meanwhile is as good. */
export async function applyElection(
  cluster: Cluster,
  {elections, kind}: ElectionPlan,
  {signal, progress}: ChangeControl,
): Promise<RowOutcome[]> {
  const rows: RowOutcome[] = []
  for (let at = 0; at < elections.length; at += CHUNK) {
    const part = elections.slice(at, at + CHUNK)
    rows.push(
      ...(signal.aborted ? part.map((one) => notDone(subjectOf(one))) : await elect(cluster, part, kind)),
    )
    progress(rows.length, elections.length)
  }
  return rows
}

const subjectOf = ({topic, partition, to}: PlannedElection): string => `${topic}-${partition} to broker ${to}`

async function elect(
  cluster: Cluster,
  elections: readonly PlannedElection[],
  kind: ElectionPlan['kind'],
): Promise<RowOutcome[]> {
  const timeoutMs = cluster.requestTimeoutMs
  const topicPartitions = [...byTopic(elections)].map(([topic, rows]) => ({
    topic,
    partitions: rows.map(({partition}) => partition),
  }))
  try {
    const answer = await cluster.toController(
      'ElectLeaders',
      (version) => ({topicPartitions, timeoutMs, ...(version >= 1 && {electionType: TYPES[kind]})}),
      // The controller itself waits until its time is up.
      {timeoutMs: timeoutMs * 2},
    )
    if (answer.errorCode !== ERROR_CODE.none) {
      throw kafkaError(answer.errorCode, 'an election of leaders', undefined, NEEDS)
    }
    const found = new Map<string, ElectLeadersResponsePartitionResult>(
      answer.replicaElectionResults.flatMap(({topic, partitionResult}) =>
        partitionResult.map((row) => [`${topic}-${row.partitionId}`, row] as const),
      ),
    )
    return elections.map((one) => {
      const name = `${one.topic}-${one.partition}`
      const row = found.get(name)
      if (!row) return failed(subjectOf(one), UNANSWERED)
      if (row.errorCode === ERROR_CODE.none || row.errorCode === ERROR_CODE.electionNotNeeded) {
        return done(subjectOf(one))
      }
      return failed(subjectOf(one), kafkaError(row.errorCode, name, row.errorMessage, NEEDS))
    })
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return elections.map((one) => failed(subjectOf(one), error))
  }
}
