import type {ActionStory, HistoryInfo, HistoryListing} from '../../consumer/history/query.js'
import type {ActionRecord, ActionState} from '../../consumer/history/store.js'

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString()

/** One action as `--json` prints it: times in ISO 8601, without the incident itself. */
export function recordJson(record: ActionRecord): Record<string, unknown> {
  return {
    key: record.key,
    state: record.state,
    reason: record.reason,
    note: record.note,
    action: record.action,
    incident: record.incidentId,
    source: record.source,
    severity: record.severity,
    place: record.place,
    onUnknown: record.onUnknown,
    attempts: record.attempts,
    repeats: record.repeats,
    claimedAt: iso(record.claimedAt),
    startedAt: iso(record.startedAt),
    finishedAt: iso(record.finishedAt),
    lastSeenAt: iso(record.lastSeenAt),
    closedAt: iso(record.closedAt),
  }
}

/** The same with its attempts and the incident that the action got. */
export const storyJson = (story: ActionStory): Record<string, unknown> => ({
  ...recordJson(story),
  attemptRecords: story.attemptRecords.map((attempt) => ({
    ...attempt,
    startedAt: iso(attempt.startedAt),
    finishedAt: iso(attempt.finishedAt),
  })),
  payload: parsed(story.payload),
})

export const listingJson = ({records, totals}: HistoryListing): Record<string, unknown> => ({
  totals,
  records: records.map(recordJson),
})

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return payload
  }
}

const STARTED: ReadonlySet<ActionState> = new Set(['started', 'succeeded', 'failed', 'unknown'])

/**
 * An entry of `{key: entry}`, which history import and older consumers read as "do not do this again". Undefined
 * for an action that was never started.
 */
export const legacyEntry = (record: ActionRecord): Record<string, unknown> | undefined =>
  !STARTED.has(record.state)
    ? undefined
    : {
        incident_id: record.incidentId,
        action: record.action,
        status: record.state,
        timestamp: iso(record.finishedAt ?? record.startedAt ?? record.claimedAt),
      }

/** The kill switch as `--json` prints it. */
export const pauseJson = ({path, group, pause, holder}: HistoryInfo): Record<string, unknown> => ({
  history: path,
  group,
  paused: pause.paused,
  by: pause.by,
  reason: pause.reason,
  consumer: holder ? {pid: holder.pid, host: holder.host} : null,
})
