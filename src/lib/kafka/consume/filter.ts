import type {KafkaRecord} from '../records/types.js'
import {KbookError} from '../../errors.js'

/** What records must be like; all of it holds together. `/…/` is a regular expression, anything else is literal. */
export interface RecordFilter {
  /** The key is this, or matches. */
  readonly key?: string | undefined
  /** The value contains this, or matches. */
  readonly value?: string | undefined
  /** `NAME`: there is such a header. `NAME=VALUE`: one of that name is this, or matches. */
  readonly headers?: readonly string[] | undefined
}

type Test = (record: Pick<KafkaRecord, 'key' | 'value' | 'headers'>) => boolean

/** @throws KbookError `BAD_FLAG` for what is no regular expression */
export function recordTest({key, value, headers = []}: RecordFilter): Test | undefined {
  const tests: Test[] = []
  if (key !== undefined) tests.push(on('key', bytesTest('key', key, equals)))
  if (value !== undefined) tests.push(on('value', bytesTest('value', value, contains)))
  for (const word of headers) tests.push(headerTest(word))
  return tests.length === 0 ? undefined : (record) => tests.every((test) => test(record))
}

const on =
  (field: 'key' | 'value', test: (bytes: Buffer) => boolean): Test =>
  (record) => {
    const bytes = record[field]
    return bytes !== null && test(bytes)
  }

function headerTest(word: string): Test {
  const at = word.indexOf('=')
  if (at < 0) return ({headers}) => headers.some(([name]) => name === word)
  const wanted = word.slice(0, at)
  const test = bytesTest('header', word.slice(at + 1), equals)
  return ({headers}) => headers.some(([name, bytes]) => name === wanted && bytes !== null && test(bytes))
}

const equals = (bytes: Buffer, literal: Buffer): boolean => bytes.equals(literal)
const contains = (bytes: Buffer, literal: Buffer): boolean => bytes.includes(literal)

function bytesTest(
  flag: string,
  word: string,
  matches: (bytes: Buffer, literal: Buffer) => boolean,
): (bytes: Buffer) => boolean {
  const [, pattern] = /^\/(.+)\/$/s.exec(word) ?? []
  if (pattern === undefined) {
    const literal = Buffer.from(word)
    return (bytes) => matches(bytes, literal)
  }
  try {
    const regex = new RegExp(pattern, 'su')
    return (bytes) => regex.test(bytes.toString('utf8'))
  } catch (cause) {
    throw new KbookError(
      'BAD_FLAG',
      `--${flag} ${word} is not a regular expression: ${(cause as Error).message}`,
      {
        cause,
      },
    )
  }
}
