/** An object of parsed JSON. Its keys are data: read them with {@link own} where they come from a message. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A property of the object itself, never one that it inherits (`constructor`, `toString`). */
export const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** First of the properties that is there and not null. */
export function firstOf(object: JsonObject, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = object[key]
    if (value !== undefined && value !== null && Object.hasOwn(object, key)) return value
  }
  return undefined
}

/** Text of a scalar; undefined for objects, lists and null. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined

/** An integer whose last digits a double has lost. */
export const isInexact = (value: unknown): boolean =>
  typeof value === 'number' &&
  !Number.isSafeInteger(value) &&
  (Number.isInteger(value) || !Number.isFinite(value))
