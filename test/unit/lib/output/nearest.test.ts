import {describe, expect, it} from 'vitest'
import {nearest} from '../../../../src/lib/output/nearest.js'

describe('nearest', () => {
  it('finds slips of the keyboard, best first', () => {
    expect(nearest('deployment-wroker', ['deployment-worker', 'deployment-waiter', 'audit'])).toEqual([
      'deployment-worker',
      'deployment-waiter',
    ])
  })

  it('finds what holds the text, and a word that looks like it', () => {
    expect(nearest('outbox', ['outbox_publisher', 'orders'])).toEqual(['outbox_publisher'])
    expect(nearest('nope', ['node-sync', 'audit-log'])).toEqual(['node-sync'])
  })

  it('prefers a whole name to a word of one', () => {
    expect(nearest('odrers', ['orders-eu', 'orders'])).toEqual(['orders', 'orders-eu'])
  })

  it('gives a few, none when nothing is like it', () => {
    expect(nearest('a1', ['a2', 'a3', 'a4', 'a5'], 2)).toHaveLength(2)
    expect(nearest('payments', ['audit', 'logs'])).toEqual([])
  })
})
