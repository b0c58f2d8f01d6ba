import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../src/lib/errors.js'
import {failureOf, scatter, type Failure} from '../../../../src/lib/kafka/scatter.js'
import {TransportError} from '../../../../src/lib/kafka/transport-error.js'

const BUDGET_MS = 10_000
const NOT_LEADER = 6
const NOT_AUTHORIZED = 29
const lost = (patienceMs: number): TransportError =>
  new TransportError('UNREACHABLE', 'the broker is away', {patienceMs})

/** Keys live on the broker that their number modulo two says, until a refresh moves them all to 7. */
const locate = (keys: readonly number[], refresh: boolean): Promise<Map<number, number>> =>
  Promise.resolve(new Map(keys.map((key) => [key, refresh ? 7 : key % 2])))

const messages = (results: readonly (string | KbookError)[]): string[] =>
  results.map((result) => (typeof result === 'string' ? result : `! ${result.message}`))

describe('scatter', () => {
  it('asks each broker once for its keys, and answers in the order of the keys', async () => {
    const asked: [number, readonly number[]][] = []
    const ask = (broker: number, keys: readonly number[]): Promise<Map<number, string>> => {
      asked.push([broker, keys])
      return Promise.resolve(new Map(keys.map((key) => [key, `${key}@${broker}`])))
    }
    const results = await scatter<number, string>({keys: [3, 2, 1], locate, ask}, BUDGET_MS)
    expect(results).toEqual(['3@1', '2@0', '1@1'])
    expect(asked).toEqual([
      [1, [3, 1]],
      [0, [2]],
    ])
  })

  it('asks again, with fresh locations, for what moved and for nothing else', async () => {
    const asked: [number, readonly number[]][] = []
    const ask = (broker: number, keys: readonly number[]): Promise<Map<number, string | Failure>> => {
      asked.push([broker, keys])
      const moved = broker === 1 ? failureOf(NOT_LEADER, 't-1') : undefined
      return Promise.resolve(new Map(keys.map((key) => [key, moved ?? `${key}@${broker}`])))
    }
    expect(await scatter<number, string>({keys: [0, 1], locate, ask}, BUDGET_MS)).toEqual(['0@0', '1@7'])
    expect(asked).toEqual([
      [0, [0]],
      [1, [1]],
      [7, [1]],
    ])
  })

  it('keeps a failure to its key', async () => {
    const ask = (broker: number, keys: readonly number[]): Promise<Map<number, string | Failure>> =>
      broker === 0
        ? Promise.resolve(new Map([[0, failureOf(NOT_AUTHORIZED, 'topic "t"')]]))
        : Promise.resolve(new Map(keys.map((key) => [key, 'ok'])))
    const results = await scatter<number, string>({keys: [0, 1, 2], locate, ask}, BUDGET_MS)
    expect(messages(results)).toEqual([
      '! not allowed to read topic "t"',
      'ok',
      '! the broker left this out of its answer',
    ])
  })

  it('takes a broker that cannot be reached for the failure of its keys', async () => {
    const ask = (broker: number, keys: readonly number[]): Promise<Map<number, string>> =>
      broker === 0 ? Promise.reject(lost(0)) : Promise.resolve(new Map(keys.map((key) => [key, 'ok'])))
    expect(messages(await scatter<number, string>({keys: [0, 1], locate, ask}, BUDGET_MS))).toEqual([
      '! the broker is away',
      'ok',
    ])
  })

  it('tries a broker that is away again', async () => {
    let left = 3
    const ask = (_: number, keys: readonly number[]): Promise<Map<number, string>> =>
      left-- > 0 ? Promise.reject(lost(BUDGET_MS)) : Promise.resolve(new Map(keys.map((key) => [key, 'ok'])))
    expect(await scatter<number, string>({keys: [0], locate, ask}, BUDGET_MS)).toEqual(['ok'])
  })

  it('keeps the answers that it has when the cluster goes away after them', async () => {
    const ask = (broker: number): Promise<Map<number, string | Failure>> =>
      Promise.resolve(broker === 0 ? new Map([[0, 'ok']]) : new Map([[1, failureOf(NOT_LEADER, 't-1')]]))
    const once = (keys: readonly number[], refresh: boolean): Promise<Map<number, number>> =>
      refresh ? Promise.reject(lost(0)) : locate(keys, false)
    const results = await scatter<number, string>({keys: [0, 1], locate: once, ask}, BUDGET_MS)
    expect(messages(results)).toEqual(['ok', '! the broker is away'])
  })

  it('throws when nothing can be located at all, and for bugs', async () => {
    const ask = (): Promise<Map<number, string>> => Promise.reject(new TypeError('bug'))
    const gone = (): Promise<Map<number, number>> => Promise.reject(lost(0))
    await expect(scatter({keys: [0], locate: gone, ask}, BUDGET_MS)).rejects.toThrow('the broker is away')
    await expect(scatter({keys: [0], locate, ask}, BUDGET_MS)).rejects.toThrow('bug')
  })

  it('gives up when the budget is spent', async () => {
    const ask = (_: number, keys: readonly number[]): Promise<Map<number, Failure>> =>
      Promise.resolve(new Map(keys.map((key) => [key, failureOf(NOT_LEADER, 't-0')])))
    const [result] = await scatter<number, string>({keys: [0], locate, ask}, 0)
    expect(result).toBeInstanceOf(KbookError)
  })
})
