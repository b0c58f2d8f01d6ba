import type {FindCoordinatorResponse} from '../protocol/apis/find-coordinator.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {Failure, failureOf, UNANSWERED} from '../scatter.js'
import {TransportError} from '../transport-error.js'
import type {BrokerPool} from './broker-pool.js'

/** FindCoordinator takes many keys in one request from this version on. */
const BATCHED = 4

/** Kafka's numbers of what can have a coordinator, and what errors call it. */
const KINDS = {
  group: {keyType: 0, word: 'group', type: 'group'},
  transaction: {keyType: 1, word: 'transactional id', type: 'transactional-id'},
} as const

type Located = ReadonlyMap<string, number | Failure>

/** Node ids of the coordinators of groups, or of transactions, as the cluster told them last. */
export class CoordinatorCache {
  private readonly known = new Map<string, number>()
  private readonly asking = new Map<string, Promise<Located>>()

  constructor(
    private readonly pool: Pick<BrokerPool, 'toAny' | 'supports'>,
    private readonly kind: keyof typeof KINDS = 'group',
  ) {}

  async find(groups: readonly string[], {refresh = false} = {}): Promise<Located> {
    const missing = refresh ? groups : groups.filter((group) => !this.known.has(group))
    const fresh = missing.length > 0 ? await this.askOnce(missing) : NOWHERE
    for (const [group, home] of fresh) {
      if (typeof home === 'number') this.known.set(group, home)
      else this.known.delete(group)
    }
    return new Map(groups.map((group) => [group, fresh.get(group) ?? this.known.get(group) ?? LEFT_OUT]))
  }

  /** To be asked for again: they may have moved. */
  forget(): void {
    this.known.clear()
  }

  /** Throws when the group has no coordinator. */
  async of(group: string, options: {refresh?: boolean} = {}): Promise<number> {
    const home = (await this.find([group], options)).get(group) ?? LEFT_OUT
    if (typeof home === 'number') return home
    const {code, message, hints} = home.error
    throw new TransportError(code, message, {hint: hints, cause: home.error, patienceMs: home.patienceMs})
  }

  /** Who asks for the same groups meanwhile waits for the same answer. */
  private askOnce(groups: readonly string[]): Promise<Located> {
    const key = groups.join('\0')
    let answer = this.asking.get(key)
    if (!answer) {
      answer = this.ask(groups).finally(() => this.asking.delete(key))
      this.asking.set(key, answer)
    }
    return answer
  }

  /** One request for all; on brokers before Kafka 3.0 one a group, pipelined. */
  private async ask(groups: readonly string[]): Promise<Located> {
    const {keyType} = KINDS[this.kind]
    if (await this.pool.supports('FindCoordinator', BATCHED)) {
      const body = {keyType, coordinatorKeys: groups}
      const {coordinators} = await this.pool.toAny('FindCoordinator', body, {minVersion: BATCHED})
      return new Map(coordinators.map((row) => [row.key, located(this.kind, row.key, row)]))
    }
    const options = {maxVersion: BATCHED - 1}
    return new Map(
      await Promise.all(
        groups.map(async (key) => {
          const row = await this.pool.toAny('FindCoordinator', {key, keyType}, options)
          return [key, located(this.kind, key, row)] as const
        }),
      ),
    )
  }
}

type Row = Pick<FindCoordinatorResponse, 'nodeId' | 'errorCode'>

function located(kind: keyof typeof KINDS, name: string, {nodeId, errorCode}: Row): number | Failure {
  if (errorCode === ERROR_CODE.none) return nodeId
  const {word, type} = KINDS[kind]
  return failureOf(errorCode, `${word} "${name}"`, undefined, {operation: 'Describe', type, name})
}

const NOWHERE: Located = new Map()
const LEFT_OUT = new Failure(UNANSWERED, 0)
