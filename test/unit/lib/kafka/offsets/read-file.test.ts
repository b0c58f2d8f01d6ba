import {describe, expect, it, test} from 'vitest'
import {formatCsv} from '../../../../../src/lib/kafka/offsets/csv.js'
import {linesOf, parseOffsets} from '../../../../../src/lib/kafka/offsets/read-file.js'

const one = {group: undefined, topic: 'orders', partition: 3, offset: 12n}

test.each([
  ['CSV', 'orders,3,12\n'],
  ['blanks', 'orders 3 12\n'],
  ['tabs and columns', '\norders   \t3\t  12  \n\n'],
  ['quotes', '"orders","3","12"\r\n'],
  ['blanks around commas, and a byte order mark', '\uFEFForders, 3 , 12'],
])('%s', (_what, text) => {
  expect(parseOffsets(text, 'f')).toEqual([one])
})

it('reads groups whose names hold commas and quotes', () => {
  const rows = [{group: 'a,"b" c', topic: 'orders', partition: 3, offset: 12n}]
  const csv = formatCsv(rows, true)
  expect(csv).toBe('"a,""b"" c",orders,3,12\n')
  expect(parseOffsets(csv, 'f')).toEqual(rows)
})

it('reads groups whose names hold line breaks, and counts lines by them', () => {
  const rows = [
    {group: 'a\nb\r\n"c', topic: 'orders', partition: 3, offset: 12n},
    {group: 'd', topic: 'orders', partition: 3, offset: 12n},
  ]
  const csv = formatCsv(rows, true)
  expect(parseOffsets(csv, 'f')).toEqual(rows)
  expect(() => parseOffsets(`${csv}bad\n`, 'f')).toThrow('line 5 of f is not')
  expect(() => parseOffsets(`${csv}"bad\n`, 'f')).toThrow('line 5 of f has a quote that does not end')
})

it('writes nothing where there is no offset', () => {
  expect(formatCsv([{group: 'g', topic: 't', partition: 0, offset: undefined}], false)).toBe('')
})

test.each([
  ['a header', 'topic,partition,offset\n', 'line 1 of f is not topic,partition,offset'],
  ['too few fields', 'orders,3', 'line 1'],
  ['too many fields', 'a,b,c,1,2', 'line 1'],
  ['a negative offset', 'ok,0,1\norders,3,-1', 'line 2 of f'],
  ['a partition that is no number', 'orders,x,1', 'line 1'],
  ['no topic', ',3,1', 'line 1'],
  ['an open quote', '"orders,3,1', 'quote that does not end'],
  ['a partition twice', 'orders,3,1\norders,3,2', 'line 2 of f names orders-3 a second time'],
  ['nothing', '\n \n', 'f holds no offsets'],
])('refuses %s', (_what, text, message) => {
  expect(() => parseOffsets(text, 'f')).toThrow(message)
})

describe('whose offsets they are', () => {
  const named = {...one, group: 'g'}
  it('takes the one group that is given for lines without one', () => {
    expect(linesOf([one], ['g'], 'f')).toEqual([named])
  })
  it('takes every group of the file, or only those that are given', () => {
    expect(linesOf([named, {...named, group: 'h'}], [], 'f')).toHaveLength(2)
    expect(linesOf([named, {...named, group: 'h'}], ['h'], 'f')).toEqual([{...named, group: 'h'}])
  })
  it.each([[[]], [['g', 'h']]])('refuses lines without a group for %j', (groups) => {
    expect(() => linesOf([one], groups, 'f')).toThrow('f does not say of which group')
  })
})
