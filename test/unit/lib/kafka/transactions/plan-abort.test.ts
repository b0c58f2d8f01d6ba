import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {Cluster} from '../../../../../src/lib/kafka/cluster.js'
import {kafkaError} from '../../../../../src/lib/kafka/error-map.js'
import {findHangingTransactions} from '../../../../../src/lib/kafka/transactions/find-hanging.js'
import {planAbort} from '../../../../../src/lib/kafka/transactions/plan-abort.js'

const NOW = 1_000_000_000
const MINUTE = 60_000
const AT = {topic: 't', partition: 0}
const NOT_AUTHORIZED = 53
const NOT_FOUND = 105
const SECURITY_DISABLED = 54

interface Scene {
  readonly idleMs?: number
  readonly maxTimeoutMs?: number | KbookError
  /** Its transaction, where the coordinator lists it. */
  readonly listed?: {readonly state: string; readonly startedAt: number}
  /** Transactional ids that the user may not describe. */
  readonly denied?: (transactionalId: string) => boolean
  /** Names under rules that deny; an error where rules cannot be read. */
  readonly rules?: readonly {readonly resourceName: string; readonly prefixed: boolean}[] | number
  readonly stateTopic?: 'led' | 'unled'
}

/** A cluster of one broker with one open transaction, of the user's making or not. */
function clusterOf(scene: Scene): Cluster {
  const {idleMs = 60 * MINUTE, maxTimeoutMs = 15 * MINUTE, listed, denied = () => false} = scene
  const {rules = SECURITY_DISABLED, stateTopic = 'led'} = scene
  const partition = (topic: string, leader: number | undefined): object => {
    const error = leader === undefined ? kafkaError(5, `${topic}-0`) : undefined
    return {topic, partition: 0, leader, leaderEpoch: 0, replicas: [1], isr: [1], offlineReplicas: [], error}
  }
  const topicOf = (name: string, leader?: number): object => ({name, partitions: [partition(name, leader)]})
  const own: [string, object] = ['t', topicOf('t', 1)]
  const topics = new Map([
    own,
    ['__transaction_state', topicOf('__transaction_state', stateTopic === 'led' ? 1 : undefined)],
  ])
  const answers: Record<string, (body: never) => unknown> = {
    DescribeProducers: () => ({
      topics: [
        {name: 't', partitions: [{partitionIndex: 0, errorCode: 0, activeProducers: [producerOf(idleMs)]}]},
      ],
    }),
    ListOffsets: () => ({
      topics: [{name: 't', partitions: [{partitionIndex: 0, errorCode: 0, offset: 9n, timestamp: -1n}]}],
    }),
    ListTransactions: () => ({
      errorCode: 0,
      unknownStateFilters: [],
      transactionStates: listed
        ? [{transactionalId: 'pay', producerId: 9n, transactionState: listed.state}]
        : [],
    }),
    DescribeTransactions: ({transactionalIds}: {transactionalIds: string[]}) => ({
      transactionStates: transactionalIds.map((transactionalId) => ({
        transactionalId,
        errorCode: denied(transactionalId) ? NOT_AUTHORIZED : listed ? 0 : NOT_FOUND,
        transactionState: listed?.state,
        producerId: 9n,
        producerEpoch: 2,
        transactionTimeoutMs: MINUTE,
        transactionStartTimeMs: BigInt(listed?.startedAt ?? -1),
        topics: [{topic: 't', partitions: [0]}],
      })),
    }),
    DescribeAcls: () => ({
      errorCode: typeof rules === 'number' ? rules : 0,
      errorMessage: null,
      resources: (typeof rules === 'number' ? [] : rules).map(({resourceName, prefixed}) => ({
        resourceType: 5,
        resourceName,
        patternType: prefixed ? 4 : 3,
        acls: [{principal: 'User:x', host: '*', operation: 8, permissionType: 2}],
      })),
    }),
    DescribeConfigs: () => {
      if (maxTimeoutMs instanceof KbookError) throw maxTimeoutMs
      const name = 'transaction.max.timeout.ms'
      const configs = [{name, value: String(maxTimeoutMs), configSource: 5, synonyms: []}]
      return {results: [{resourceType: 4, resourceName: '1', errorCode: 0, configs}]}
    },
  }
  const answer = (api: string, body: unknown): Promise<unknown> =>
    Promise.resolve().then(() =>
      answers[api]?.(
        (typeof body === 'function' ? (body as (version: number) => unknown)(4) : body) as never,
      ),
    )
  return {
    name: 'fake',
    requestTimeoutMs: 100,
    info: () => Promise.resolve({clusterId: 'c', controllerId: 1, brokers: [{id: 1}]}),
    supports: () => Promise.resolve(true),
    topics: (names?: string[]) => Promise.resolve(names ? topics : new Map([own])),
    toBroker: (_id: number, api: string, body: unknown) => answer(api, body),
    toAny: (api: string, body: unknown) => answer(api, body),
  } as unknown as Cluster
}

const producerOf = (idleMs: number): object => ({
  producerId: 9n,
  producerEpoch: 2,
  lastSequence: 5,
  lastTimestamp: BigInt(NOW - idleMs),
  coordinatorEpoch: -1,
  currentTxnStartOffset: 7n,
})

const plan = (scene: Scene): Promise<unknown> => planAbort(clusterOf(scene), {...AT, startOffset: 7n}, NOW)
const refusal = async (scene: Scene): Promise<KbookError> => {
  const error = await plan(scene).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(KbookError)
  expect(error).toMatchObject({code: 'REFUSED'})
  return error as KbookError
}

it('aborts what no coordinator has, as far as all of them may be seen', async () => {
  const hangs = {reason: 'unknown-producer', startOffset: 7n, held: 2n, coordinatorEpoch: 0}
  expect(await plan({})).toMatchObject(hangs)
  // A rule that denies others.
  expect(await plan({rules: [{resourceName: 'pay-', prefixed: true}]})).toMatchObject(hangs)
})

it.each([
  ['no right on transactional ids', {denied: () => true}, "--transactional-id '*'"],
  [
    'a prefix denied to this user',
    {denied: (id: string) => id.startsWith('pay-'), rules: [{resourceName: 'pay-', prefixed: true}]},
    'An ACL denies it to User:x.',
  ],
  [
    'one id denied to this user',
    {denied: (id: string) => id === 'pay', rules: [{resourceName: 'pay', prefixed: false}]},
    'An ACL denies it to User:x.',
  ],
  ['rules that cannot be read', {rules: 31}, '--operation Describe --cluster'],
] as const)('takes nothing for unknown with %s, and names the ACL', async (_what, scene, hint) => {
  const {message, hints} = await refusal(scene)
  expect(message).toBe('nobody could tell whether this transaction is still under way')
  expect(hints.join('\n')).toContain(hint)
  const found = await findHangingTransactions(clusterOf(scene), {now: NOW})
  expect(found.hanging).toEqual([])
  expect(found.failed).toMatchObject([{subject: 'transactions that are not listed'}])
})

it('takes nothing for unknown while a partition of the coordinators has no leader', async () => {
  const {hints} = await refusal({stateTopic: 'unled'})
  expect(hints.join('\n')).toContain('__transaction_state-0')
})

it('waits for as long as the brokers let a transaction last', async () => {
  const young = {idleMs: 30 * MINUTE, maxTimeoutMs: 60 * MINUTE}
  const {message, hints} = await refusal(young)
  expect(message).toBe('producer 9 wrote here only 30m ago')
  expect(hints.join()).toContain('Transactions may last 1h')
  const cluster = clusterOf(young)
  expect((await findHangingTransactions(cluster, {now: NOW})).hanging).toEqual([])
  expect((await findHangingTransactions(cluster, {now: NOW, idleMs: MINUTE})).hanging).toHaveLength(1)
})

it('refuses when brokers do not tell how long that is, and names the ACL; a search says what it went by', async () => {
  const needs = {operation: 'DescribeConfigs', type: 'broker', name: '1'} as const
  const scene = {maxTimeoutMs: kafkaError(31, 'broker 1', null, needs)}
  expect((await refusal(scene)).hints.join('\n')).toContain('--operation DescribeConfigs --cluster')
  const {hanging, failed} = await findHangingTransactions(clusterOf(scene), {now: NOW})
  expect(hanging).toHaveLength(1)
  expect(failed).toMatchObject([{subject: 'how long a transaction may last'}])
})

it.each(['Ongoing', 'PrepareCommit'])(
  'leaves a transaction that a coordinator has as %s, also past its time-out',
  async (state) => {
    const {message} = await refusal({listed: {state, startedAt: NOW - 60 * MINUTE}})
    expect(message).toContain(`its coordinator has it as ${state}`)
  },
)
