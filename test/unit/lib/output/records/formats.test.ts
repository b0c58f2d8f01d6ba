import {expect, it} from 'vitest'
import {recordFormat} from '../../../../../src/lib/output/records/formats.js'
import {RecordWriter} from '../../../../../src/lib/output/records/writer.js'
import type {KafkaRecord} from '../../../../../src/lib/kafka/records/types.js'

const widths = {
  ...{width: 80, topics: ['t'], highestPartition: 0, highestOffset: 9n, bounded: true},
}
const record = (value: Buffer): KafkaRecord => ({offset: 7n, timestamp: 1, key: null, value, headers: []})

function printed(
  format: string,
  value: Buffer,
  options: {terminal?: boolean; topics?: string[]} = {},
): string {
  const {terminal = false, topics = ['t']} = options
  let text = ''
  const out = new RecordWriter({
    once: () => process.stdout,
    write: (chunk: string | Uint8Array) => {
      text += Buffer.from(chunk).toString()
      return true
    },
  })
  const write = recordFormat({format, delimiter: '\\n', terminal, widths: {...widths, topics}})
  write(record(value), {topic: 't', partition: 0}, out)
  out.flush()
  return text
}

it.each(['ndjson', 'hex'])('a record whose text would be too long is named, in %s', (format) => {
  // Each of its bytes takes six characters in JSON.
  const value = Buffer.alloc(format === 'hex' ? 300 << 20 : 100 << 20)
  expect(() => printed(format, value)).toThrow(`MiB is too large for --format ${format}`)
})

it('a table of several topics names them', () => {
  expect(printed('table', Buffer.from('v'), {topics: ['t', 'other']})).toMatch(
    /^TOPIC  P  OFFSET.*\nt      0 /,
  )
  expect(printed('table', Buffer.from('v'))).toMatch(/^P  OFFSET/)
})

it.each(['raw', '%v\\n', 'ndjson'])(
  'nothing in a record drives a terminal or hides there, as %s',
  (format) => {
    const value = Buffer.from('a\u001b]0;x\u0007\u009b\u061c\u202e\ufeffb')
    const shown = printed(format, value, {terminal: true})
    expect(shown).toContain('a\\u001b]0;x\\u0007\\u009b\\u061c\\u202e\\ufeffb')
    if (format !== 'ndjson') expect(printed(format, value)).toBe(`${value.toString()}\n`)
  },
)
