import type {JsonPointer} from '../config/types.js'
import {isObject, own} from './json-value.js'

/** Reference tokens of a JSON pointer (RFC 6901); undefined when it is none. The empty one is the whole. */
export function parsePointer(pointer: string): JsonPointer | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What the pointer leads to; undefined when it leads nowhere. */
export function resolvePointer(root: unknown, pointer: JsonPointer): unknown {
  let value = root
  for (const token of pointer) {
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined
    else value = isObject(value) ? own(value, token) : undefined
  }
  return value
}
