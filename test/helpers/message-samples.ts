import {isTagged} from '../../src/lib/kafka/protocol/compile-reader.js'
import {defaultOf, type Struct} from '../../src/lib/kafka/protocol/defaults.js'
import {MESSAGES} from '../../src/lib/kafka/protocol/messages.js'
import {includes, schemaOf, type FieldSchema, type MessageName} from '../../src/lib/kafka/protocol/schema.js'

/** Every message of the table at every version that it has. */
export function everyMessage(): {name: MessageName; version: number}[] {
  return (Object.keys(MESSAGES) as MessageName[]).flatMap((name) => {
    const {from, to} = schemaOf(name).valid
    return Array.from({length: to - from + 1}, (_, index) => ({name, version: from + index}))
  })
}

/** A message with a value in each field that the version has: the same one for the same name, version and seed. */
export function sampleOf(name: MessageName, version: number, seed: number): Struct {
  return structOf(schemaOf(name).fields, version, randomFrom(`${name} ${version} ${seed}`))
}

type Random = (below: number) => number

function structOf(fields: readonly FieldSchema[], version: number, random: Random): Struct {
  const struct: Struct = {}
  for (const field of fields) {
    if (includes(field.versions, version)) struct[field.name] = valueOf(field, version, random)
  }
  return struct
}

function valueOf(field: FieldSchema, version: number, random: Random): unknown {
  if (isTagged(field, version) && random(3) === 0) return defaultOf(field)()
  if (includes(field.nullable, version) && random(4) === 0) return null
  if (!field.array) return scalarOf(field, version, random)
  return Array.from({length: random(4)}, () => scalarOf(field, version, random))
}

const TEXTS = ['', 'a', 'deploy-requests', 'Größe ✓ 漢字 🚀', 'x'.repeat(127), 'y'.repeat(300)]

function scalarOf(field: FieldSchema, version: number, random: Random): unknown {
  switch (field.type) {
    case 'bool':
      return random(2) === 1
    case 'int8':
      return random(0x100) - 0x80
    case 'int16':
      return random(0x10000) - 0x8000
    case 'uint16':
      return random(0x10000)
    case 'int32':
      return random(0x100000000) - 0x80000000
    case 'uint32':
      return random(0x100000000)
    case 'int64':
      return BigInt.asIntN(64, (BigInt(random(0x100000000)) << 32n) | BigInt(random(0x100000000)))
    case 'float64':
      return (random(0x100000000) - 0x80000000) / 1024
    case 'string':
      return TEXTS[random(TEXTS.length)]
    case 'uuid':
      return bytesOf(16, random).toString('base64url')
    case 'bytes':
    case 'records':
      return bytesOf(random(200), random)
    default:
      return structOf(field.fields, version, random)
  }
}

const bytesOf = (length: number, random: Random): Buffer =>
  Buffer.from(Array.from({length}, () => random(0x100)))

/** xorshift32 from a hash of the text: good enough to vary, and the same everywhere. */
function randomFrom(text: string): Random {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  }
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return Math.floor(((state >>> 0) / 0x100000000) * below)
  }
}
