import {KbookError} from '../../errors.js'
import type {AssignedPartition} from './assign.js'

/** The JSON of `kafka-reassign-partitions`: what it proposes, and what it takes. */
export function assignmentJson(partitions: readonly AssignedPartition[]): string {
  const rows = partitions.map(({topic, partition, replicas}) => ({
    topic,
    partition,
    replicas,
    log_dirs: replicas.map(() => 'any'),
  }))
  return JSON.stringify({version: 1, partitions: rows})
}

/** Reads it. `source` is what an error calls it. @throws KbookError `BAD_INPUT` */
export function parseAssignment(text: string, source: string): AssignedPartition[] {
  const bad = (what: string): KbookError =>
    new KbookError('BAD_INPUT', `${source}: ${what}`, {
      hint: 'It looks like {"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[1,2]}]}',
    })
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw bad(`no JSON: ${(error as Error).message}`)
  }
  const {partitions, version} = (parsed ?? {}) as {partitions?: unknown; version?: unknown}
  if (version !== undefined && version !== 1) throw bad(`version ${JSON.stringify(version)} is not known`)
  if (!Array.isArray(partitions) || partitions.length === 0) throw bad('no list of "partitions"')
  const seen = new Set<string>()
  return partitions.map((row: unknown, index) => {
    const {topic, partition, replicas, log_dirs: dirs = []} = (row ?? {}) as Record<string, unknown>
    const where = `partitions[${index}]`
    if (typeof topic !== 'string' || topic === '') throw bad(`${where} has no "topic"`)
    if (!isId(partition)) throw bad(`${where} has no "partition"`)
    if (!Array.isArray(replicas) || replicas.length === 0 || !replicas.every(isId)) {
      throw bad(`${where} has no list of broker ids in "replicas"`)
    }
    const ids: readonly number[] = replicas
    if (new Set(ids).size < ids.length) throw bad(`${where} names a broker twice`)
    if (!Array.isArray(dirs) || dirs.some((dir) => dir !== 'any')) {
      throw bad(`${where} names log directories, and moves between those of one broker are not made here`)
    }
    const name = `${topic}-${partition}`
    if (seen.has(name)) throw bad(`${name} is there twice`)
    seen.add(name)
    return {topic, partition, replicas: ids}
  })
}

const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0
