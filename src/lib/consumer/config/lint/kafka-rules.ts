import {THIRD} from '../kafka-settings.js'
import type {KafkaSettings} from '../types.js'
import {placeOfKey, type CommonRule, type LintedConfig, type Rule} from './rule.js'

/** What a broker accepts, unless it is configured otherwise (group.min.session.timeout.ms and …max…). */
const [SHORTEST_SESSION_MS, LONGEST_SESSION_MS] = [6000, 1_800_000]

/** Heartbeats that are too rare for the session, and sessions that brokers refuse. */
export const sessionTimes: Rule = (linted, findings) => {
  const {kafka} = linted.config
  if (!kafka) return
  const {sessionTimeoutMs: session, heartbeatIntervalMs: heartbeat} = kafka
  if (heartbeat * 3 > session && heartbeat < session) {
    const path = 'kafka.heartbeat_interval_ms'
    const message = `heartbeats every ${heartbeat} ms are rare for a session of ${session} ms`
    findings.warning(placeOfKey(linted, path), path, 'heartbeat', message, THIRD)
  }
  if (session < SHORTEST_SESSION_MS || session > LONGEST_SESSION_MS) {
    const path = 'kafka.session_timeout_ms'
    const message = `brokers refuse a session of ${session} ms, unless they are configured for it`
    const fix = `Their default range is ${SHORTEST_SESSION_MS} to ${LONGEST_SESSION_MS} ms.`
    findings.warning(placeOfKey(linted, path), path, 'session', message, fix)
  }
}

/** Two configurations of one group: each would get half of the messages. */
export const sharedGroups: CommonRule = (all, findings) => {
  for (const [one, other] of pairs(all)) {
    const [mine, theirs] = [one.config.kafka, other.config.kafka]
    if (!mine || theirs?.groupId !== mine.groupId) continue
    const same = sameCluster(one, mine, other, theirs)
    if (same === false) continue
    const path = 'kafka.consumer_group_id'
    const place = placeOfKey(other, path)
    const message = `the group ${mine.groupId} is also used in ${one.file}${same === undefined ? ', maybe on the same cluster' : ''}`
    const fix =
      'Give each its own group: the members of one group share its messages, so each would see a part.'
    if (same) findings.error(place, path, 'shared-group', message, fix)
    else findings.warning(place, path, 'shared-group', message, fix)
  }
}

/** Undefined where the files do not tell. */
function sameCluster(
  one: LintedConfig,
  mine: KafkaSettings,
  other: LintedConfig,
  theirs: KafkaSettings,
): boolean | undefined {
  if (mine.brokers && theirs.brokers) return mine.brokers.some((broker) => theirs.brokers?.includes(broker))
  if (mine.brokers || theirs.brokers) return undefined
  return one.config.profile === other.config.profile ? true : undefined
}

/** Two configurations of one history: it is locked by the first to start. */
export const sharedHistories: CommonRule = (all, findings) => {
  for (const [one, other] of pairs(all)) {
    const file = one.config.history.path
    if (file === undefined || other.config.history.path !== file) continue
    const message = `the history ${file} is also used in ${one.file}`
    const fix = 'Give each its own: the second to start would be refused.'
    findings.error(placeOfKey(other, 'history.path'), 'history.path', 'shared-history', message, fix)
  }
}

const pairs = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((other, index) => all.slice(0, index).map((one) => [one, other] as const))
