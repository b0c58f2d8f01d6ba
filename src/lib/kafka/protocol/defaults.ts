import type {FieldSchema} from './schema.js'

export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA'

/** A decoded struct: values by field name, as the generated types describe them. */
export type Struct = Record<string, unknown>

/** Makes the value that a field has when nobody set it, as Kafka's own generated classes have it. */
export function defaultOf(field: FieldSchema): () => unknown {
  const text = field.default
  if (text === 'null') return () => null
  if (field.array) return () => []
  switch (field.type) {
    case 'bool':
      return constant(text === true || text === 'true')
    case 'int64':
      return constant(BigInt(text ?? 0))
    case 'int8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'float64':
      return constant(Number(text ?? 0))
    case 'string':
      return constant(text ?? '')
    case 'uuid':
      return constant(ZERO_UUID)
    case 'bytes':
      return () => Buffer.alloc(0)
    case 'records':
      return () => null
    default: {
      const nested = field.fields.map((inner) => [inner.name, defaultOf(inner)] as const)
      return () => Object.fromEntries(nested.map(([name, make]) => [name, make()]))
    }
  }
}

const constant = (value: unknown) => (): unknown => value

/** True for a value that need not travel. */
export function isDefault(field: FieldSchema, value: unknown): boolean {
  if (value === undefined) return true
  if (Array.isArray(value)) return value.length === 0 && field.default !== 'null'
  if (Buffer.isBuffer(value)) return value.length === 0 && field.default !== 'null'
  if (value !== null && typeof value === 'object') {
    if (field.default === 'null') return false
    return field.fields.every((inner) => isDefault(inner, (value as Struct)[inner.name]))
  }
  return value === defaultOf(field)()
}
