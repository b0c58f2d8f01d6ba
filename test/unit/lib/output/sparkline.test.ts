import {describe, expect, it} from 'vitest'
import {sparkline} from '../../../../src/lib/output/sparkline.js'

describe('sparkline', () => {
  it('draws from the least to the greatest value', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█')
  })

  it('shows the newest values when there is no room for all', () => {
    expect(sparkline([9, 9, 0, 7], 2)).toBe('▁█')
  })

  it('is flat for equal values, and nearly so for a small change of a large one', () => {
    expect(sparkline([0, 0, 0])).toBe('▁▁▁')
    expect(sparkline([500, 500])).toBe('▁▁')
    expect(sparkline([1_000_000, 1_001_000])).toBe('▁▁')
  })

  it('leaves a blank where nothing is known', () => {
    expect(sparkline([0, undefined, 7])).toBe('▁ █')
    expect(sparkline([])).toBe('')
    expect(sparkline([undefined])).toBe(' ')
  })
})
