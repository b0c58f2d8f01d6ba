import {describe, expect, it} from 'vitest'
import {wrap} from '../../../../src/lib/output/wrap.js'

describe('wrap', () => {
  it('fills lines up to the width', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('one two', 7)).toEqual(['one two'])
    expect(wrap('', 7)).toEqual([''])
  })

  it('gives a piece that does not fit a line of its own', () => {
    expect(wrap('a incomprehensible b', 5)).toEqual(['a', 'incomprehensible', 'b'])
  })

  it('breaks where it is told', () => {
    expect(wrap('3 members · lag 5 · steady', 17, ' · ')).toEqual(['3 members · lag 5', 'steady'])
  })
})
