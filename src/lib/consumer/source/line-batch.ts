import type {SourcePosition} from '../history/store.js'
import type {SourceMessage} from '../types.js'
import type {FileCursor} from './file-cursor.js'
import {isBlank} from './lines.js'
import type {SourceBatch} from './source.js'

/** Lines as a batch of messages. The offset of a message is the number of its line, from 1. */
export function lineBatch(
  topic: string,
  lines: readonly Buffer[],
  from: FileCursor,
  toPosition: (cursor: FileCursor) => SourcePosition,
): SourceBatch {
  const messages: SourceMessage[] = []
  /** Before each message, then after the last line. */
  const cursors: FileCursor[] = []
  let cursor = from
  for (const value of lines) {
    const after = {bytes: cursor.bytes + value.length + 1, lines: cursor.lines + 1n}
    if (!isBlank(value)) {
      cursors.push(cursor)
      messages.push({
        topic,
        partition: 0,
        offset: after.lines,
        key: null,
        value,
        headers: [],
        timestamp: undefined,
      })
    }
    cursor = after
  }
  const end = cursor
  return {
    topic,
    partition: 0,
    messages,
    lag: undefined,
    positionAt: (index) => toPosition(cursors[index] ?? end),
  }
}
