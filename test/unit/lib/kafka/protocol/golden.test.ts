import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {decodeMessage, encodeMessage} from '../../../../../src/lib/kafka/protocol/codec.js'
import {findJava} from '../../../../../src/lib/sandbox/java.js'
import {everyMessage, sampleOf} from '../../../../helpers/message-samples.js'

const FOLDER = 'test/fixtures/wire'
const GOLDEN = join(FOLDER, 'golden.json')
const SEEDS = [0, 1, 2]

const samples = everyMessage().flatMap(({name, version}) =>
  SEEDS.map((seed) => ({name, version, value: sampleOf(name, version, seed)})),
)
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** One digest a message, over the digests of all its versions and seeds. */
function perMessage(digests: readonly string[]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [index, {name}] of samples.entries())
    joined[name] = `${joined[name] ?? ''}${digests[index] ?? ''}`
  return Object.fromEntries(Object.entries(joined).map(([name, text]) => [name, sha256(text).slice(0, 16)]))
}

/** JSON as Kafka's converters read it: bigint as a number, bytes as base64. */
function toKafkaJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString('base64'))
  if (Array.isArray(value)) return `[${value.map(toKafkaJson).join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, inner]) => `"${name}":${toKafkaJson(inner)}`)
    .join()}}`
}

// KAFKA_LIBS=<folder of Kafka's jars> asks Kafka's own classes anew and keeps what they say.
const libs = process.env['KAFKA_LIBS']
if (libs) {
  const input = samples
    .map(({name, version, value}) => `${name}\t${version}\t${toKafkaJson(value)}`)
    .join('\n')
  const args = ['-cp', `${libs}/*`, join(FOLDER, 'Oracle.java')]
  const digests = execFileSync((await findJava()).command, args, {input, encoding: 'utf8'})
    .trim()
    .split('\n')
  writeFileSync(GOLDEN, `${JSON.stringify(perMessage(digests), null, 1)}\n`)
}

describe('codec against the serialisers of Apache Kafka', () => {
  it('writes every message at every version byte for byte as they do', () => {
    const digests = samples.map(({name, version, value}) => sha256(encodeMessage(name, version, value)))
    expect(perMessage(digests)).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')))
  })

  it('reads what it wrote', () => {
    for (const {name, version, value} of samples) {
      const read = decodeMessage(name, version, encodeMessage(name, version, value))
      expect(read, `${name} ${version}`).toMatchObject(value)
    }
  })
})
