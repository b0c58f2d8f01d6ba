import {KbookError} from '../errors.js'
import {kafkaError, type NeededAcl} from './error-map.js'
import {ERROR_CODE, isRetriable} from './protocol/errors.js'
import {pauseBefore, sleep} from './retry.js'
import {TransportError} from './transport-error.js'

/** Why a key has no answer yet, and for how long it makes sense to ask again. */
export class Failure {
  constructor(
    readonly error: KbookError,
    readonly patienceMs: number,
  ) {}
}

const SETTLING_MS = 1000
const NO_COORDINATOR_MS = 5000

/** The failure that an error code in an answer stands for. */
export function failureOf(code: number, subject: string, reason?: string | null, needs?: NeededAcl): Failure {
  return new Failure(kafkaError(code, subject, reason, needs), patienceOf(code))
}

function patienceOf(code: number): number {
  if (!isRetriable(code)) return 0
  // These may last for hours; a topic that was just created is known everywhere, and led, within a second.
  if (code === ERROR_CODE.leaderNotAvailable) return SETTLING_MS
  if (code === ERROR_CODE.unknownTopicOrPartition) return SETTLING_MS
  // Made anew: only who asked knows what to do then.
  if (code === ERROR_CODE.unknownTopicId || code === ERROR_CODE.inconsistentTopicId) return SETTLING_MS
  // The first group of a new cluster waits for __consumer_offsets to be created.
  if (code === ERROR_CODE.coordinatorNotAvailable) return NO_COORDINATOR_MS
  return Infinity
}

export interface Scatter<K, R> {
  readonly keys: readonly K[]
  /** The broker of each key. `refresh` is set once an earlier answer turned out to be wrong. */
  locate(keys: readonly K[], refresh: boolean): Promise<ReadonlyMap<K, number | Failure>>
  /** What one broker answers for its keys. */
  ask(broker: number, keys: readonly K[]): Promise<ReadonlyMap<K, R | Failure | undefined>>
}

/**
 * Asks each broker for its part, all of them at once, and asks again for the keys whose broker moved or was away.
 * Results come in the order of the keys: one that fails never takes others with it.
 */
export async function scatter<K, R>(plan: Scatter<K, R>, budgetMs: number): Promise<(R | KbookError)[]> {
  const results = new Map<K, R | KbookError>()
  const started = performance.now()
  let open: readonly K[] = plan.keys
  for (let attempt = 1; open.length > 0; attempt++) {
    const answers = await askAll(plan, open, attempt > 1)
    const pause = pauseBefore(attempt)
    const elapsed = performance.now() - started + pause
    const again: K[] = []
    for (const [key, answer] of answers) {
      if (!(answer instanceof Failure)) results.set(key, answer)
      else if (elapsed < Math.min(answer.patienceMs, budgetMs)) again.push(key)
      else results.set(key, answer.error)
    }
    open = again
    if (open.length > 0) await sleep(pause)
  }
  return plan.keys.map((key) => results.get(key) ?? UNANSWERED)
}

async function askAll<K, R>(
  plan: Scatter<K, R>,
  keys: readonly K[],
  refresh: boolean,
): Promise<Map<K, R | Failure>> {
  const answers = new Map<K, R | Failure>()
  const byBroker = new Map<number, K[]>()
  const located = await locateAll(plan, keys, refresh)
  for (const key of keys) {
    const broker = located.get(key) ?? MISSING
    if (broker instanceof Failure) answers.set(key, broker)
    else groupOf(byBroker, broker).push(key)
  }
  await Promise.all([...byBroker].map(([broker, part]) => askOne(plan, broker, part, answers)))
  return answers
}

async function locateAll<K, R>(
  plan: Scatter<K, R>,
  keys: readonly K[],
  refresh: boolean,
): Promise<ReadonlyMap<K, number | Failure>> {
  try {
    return await plan.locate(keys, refresh)
  } catch (error) {
    // The answers that came before the whole cluster went away are kept.
    if (!refresh || !(error instanceof KbookError)) throw error
    return new Map(keys.map((key) => [key, failureFrom(error)]))
  }
}

async function askOne<K, R>(
  plan: Scatter<K, R>,
  broker: number,
  keys: readonly K[],
  answers: Map<K, R | Failure>,
): Promise<void> {
  try {
    const part = await plan.ask(broker, keys)
    for (const key of keys) answers.set(key, part.get(key) ?? MISSING)
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    for (const key of keys) answers.set(key, failureFrom(error))
  }
}

const failureFrom = (error: KbookError): Failure =>
  new Failure(error, error instanceof TransportError ? error.patienceMs : 0)

function groupOf<K>(groups: Map<number, K[]>, broker: number): K[] {
  let group = groups.get(broker)
  if (!group) groups.set(broker, (group = []))
  return group
}

/** Of a key that the broker said nothing about. */
export const UNANSWERED = new KbookError('REQUEST_FAILED', 'the broker left this out of its answer')

const MISSING = new Failure(UNANSWERED, 0)
