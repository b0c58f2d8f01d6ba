import {randomUUID} from 'node:crypto'
import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {hiddenGroups} from '../groups/hidden.js'
import {attempt} from '../lag/attempt.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {trouble} from './finding.js'
import type {Finding, HealthCheck, Visibility} from './types.js'

/**
 * Whether this user is shown all topics and groups there are: lists leave out, without a word, what may not be
 * described. A name that nobody has tells: it is either not there, or not to be asked for.
 */
export async function readVisibility(cluster: Pick<Cluster, 'topics' | 'toAny'>): Promise<Visibility> {
  const name = `~${randomUUID()}`
  const [topics, groups] = await Promise.all([hiddenTopics(cluster, name), hiddenGroups(cluster, name)])
  return {topics, groups}
}

async function hiddenTopics(cluster: Pick<Cluster, 'topics'>, name: string): Promise<KbookError | undefined> {
  const answer = await attempt(async () => (await cluster.topics([name], {refresh: true})).get(name)?.error)
  const error = 'error' in answer ? answer.error : answer.value
  return error?.code === 'NOT_AUTHORIZED' ? deniedTopics() : 'error' in answer ? answer.error : undefined
}

const deniedTopics = (): KbookError =>
  kafkaError(ERROR_CODE.topicAuthorizationFailed, 'every topic', undefined, {
    operation: 'Describe',
    type: 'topic',
    name: '*',
  })

/** That there may be more than what `checks` judged. Pure. */
export function unseen(
  what: 'topics' | 'groups',
  error: KbookError,
  checks: readonly HealthCheck[],
): Finding[] {
  const [check] = checks
  if (check === undefined) return []
  return [
    trouble({
      check,
      level: 'unknown',
      title: `this user may not see all ${what}`,
      meaning: [
        `What Kafka leaves out is not judged: ${checks.join(', ')} hold only for what it shows.`,
        ...error.hints.filter((hint) => !hint.startsWith('kbook ')),
      ].join(' '),
      next: error.hints.filter((hint) => hint.startsWith('kbook ')),
    }),
  ]
}
