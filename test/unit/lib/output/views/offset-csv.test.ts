import {expect, it} from 'vitest'
import {parseOffsets} from '../../../../../src/lib/kafka/offsets/read-file.js'
import {offsetsCsv} from '../../../../../src/lib/output/views/offset-csv.js'

const rows = [
  {group: 'a\u001B[2Jb\nc', topic: 't', partition: 0, offset: 5n},
  {group: 'd', topic: 't', partition: 0, offset: 6n},
]

it('gives programs every name as it is', () => {
  const csv = offsetsCsv(rows, true, false)
  expect(csv).toBe('"a\u001B[2Jb\nc",t,0,5\nd,t,0,6\n')
  expect(parseOffsets(csv, 'f')).toEqual(rows)
})

it('lets no name drive a terminal', () => {
  expect(offsetsCsv(rows, true, true)).toBe('a\\u001b[2Jb\\nc,t,0,5\nd,t,0,6\n')
})
