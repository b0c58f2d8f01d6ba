import {isUtf8} from 'node:buffer'
import type {Undecodable} from '../types.js'
import {NotJson, parseExactJson} from './exact-json.js'

/** Deeper bodies are refused: what walks through them later may recurse. */
const MAX_DEPTH = 512

const BYTE_ORDER_MARK = '\ufeff'
const REPLACEMENT = '\ufffd'

/** JSON of a message, with its text for whoever needs more than `JSON.parse` tells. */
export type Decoded = {readonly body: unknown; readonly text: string} | {readonly undecodable: Undecodable}

/** Bytes of a message to JSON. Never throws, and no reason holds a value of the message. */
export function decodeJson(bytes: Buffer): Decoded {
  if (bytes.length === 0) return refuse('decode', 'Empty', 'the message is empty')
  if (!isUtf8(bytes)) return refuse('decode', 'NotUtf8', `not UTF-8 at byte ${notUtf8At(bytes)}`)
  const deep = tooDeepAt(bytes)
  if (deep !== undefined) {
    return refuse('parse', 'TooDeep', `more than ${MAX_DEPTH} levels of nesting at byte ${deep}`)
  }
  const whole = bytes.toString()
  const text = whole.startsWith(BYTE_ORDER_MARK) ? whole.slice(1) : whole
  try {
    return {body: JSON.parse(text) as unknown, text}
  } catch {
    const before = whole.slice(0, whole.length - text.length + notJsonAt(text))
    return refuse('parse', 'NotJson', `not JSON at byte ${Buffer.byteLength(before)}`)
  }
}

const refuse = (stage: Undecodable['stage'], kind: string, message: string): Decoded => ({
  undecodable: {stage, kind, message},
})

function notJsonAt(text: string): number {
  try {
    parseExactJson(text)
  } catch (error) {
    if (error instanceof NotJson) return error.at
    throw error
  }
  throw new Error('JSON.parse refused what the exact parser took')
}

/** Byte of the bracket that is one too many. Short messages need no look: each level takes two bytes. */
function tooDeepAt(bytes: Buffer): number | undefined {
  if (bytes.length <= 2 * MAX_DEPTH) return undefined
  let depth = 0
  let quoted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) quoted = !quoted
    else if (quoted) at += byte === BACKSLASH ? 1 : 0
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return at
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--
  }
  return undefined
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

function notUtf8At(bytes: Buffer): number {
  const replaced = bytes.toString()
  let [byte, from] = [0, 0]
  for (;;) {
    const at = replaced.indexOf(REPLACEMENT, from)
    byte += Buffer.byteLength(at < 0 ? replaced.slice(from) : replaced.slice(from, at))
    // The replacement character itself may be part of the message.
    if (at < 0 || bytes.toString('latin1', byte, byte + 3) !== '\xef\xbf\xbd') return byte
    byte += 3
    from = at + 1
  }
}
