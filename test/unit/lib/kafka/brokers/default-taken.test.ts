import {describe, expect, it} from 'vitest'
import type {SettingChange} from '../../../../../src/lib/kafka/brokers/config-plan.js'
import {whyNotTaken} from '../../../../../src/lib/kafka/brokers/default-taken.js'
import type {ConfigEntry} from '../../../../../src/lib/kafka/configs/types.js'

const name = 'log.cleaner.threads'
const set = (value: string): SettingChange => ({name, operation: 'set', value, secret: false})
const entry = (value: string, ...synonyms: ConfigEntry['synonyms']): ConfigEntry => ({
  ...{name, value, source: synonyms[0]?.source ?? 'default', readOnly: false, sensitive: false},
  ...{type: 'int', synonyms, documentation: undefined},
})
const ofAll = (value: string) => ({name, value, source: 'default-broker'}) as const
const own = (value: string) => ({name, value, source: 'broker'}) as const
const builtIn = {name, value: '1', source: 'default'} as const

const judge = (change: SettingChange, ...found: Parameters<typeof entry>): string | undefined =>
  whyNotTaken(change, entry(...found), '2')?.message

describe('a change of the default', () => {
  it('is taken where it is in force, however the broker writes it', () => {
    expect(judge(set('3'), '3', ofAll('3'), builtIn)).toBeUndefined()
    expect(judge(set('0.50'), '0.5', ofAll('0.50'), builtIn)).toBeUndefined()
    expect(judge(set('a, B'), 'a,b', ofAll('a, B'), builtIn)).toBeUndefined()
  })

  it('is nothing to a broker with a value of its own', () => {
    expect(judge(set('3'), '2', own('2'), ofAll('3'), builtIn)).toBeUndefined()
  })

  it('is rejected where the value from before goes on', () => {
    expect(judge(set('3'), '1', ofAll('3'), builtIn)).toBe('the broker rejected it, and goes on with 1')
  })

  it('is not heard of where it is not listed, or is listed still', () => {
    expect(judge(set('3'), '1', builtIn)).toMatch(/not heard/)
    const gone: SettingChange = {name, operation: 'delete', value: null, secret: false}
    expect(judge(gone, '3', ofAll('3'), builtIn)).toMatch(/not heard/)
    expect(judge(gone, '1', builtIn)).toBeUndefined()
  })

  it('is not judged where nothing is told', () => {
    expect(whyNotTaken(set('3'), undefined, '2')).toBeUndefined()
    expect(whyNotTaken(set('3'), entry('1'), '2')).toBeUndefined()
  })
})
