import type {FileHandle} from 'node:fs/promises'
import {KbookError} from '../../errors.js'

const LINE_END = 0x0a
const CHUNK_BYTES = 256 * 1024
/** A longer line is no message any more, and it would have to be held in memory whole. */
const LONGEST_LINE = 64 * 1024 * 1024

/** The complete lines of a piece, without their ends, and what follows the last end. */
export function cutLines(bytes: Buffer): {lines: Buffer[]; rest: Buffer} {
  const lines: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  const rest = bytes.subarray(start)
  if (rest.length <= LONGEST_LINE) return {lines, rest}
  throw new KbookError('BAD_INPUT', `a line is longer than ${LONGEST_LINE / 1024 / 1024} MiB`, {
    hint: 'The file source reads one JSON document a line.',
  })
}

/**
 * The next complete lines of a file from a place on, as many as a piece holds but at least one. None: the end
 * has been reached; `rest` is an unterminated last line.
 */
export async function readLines(file: FileHandle, from: number): Promise<{lines: Buffer[]; rest: Buffer}> {
  for (let size = CHUNK_BYTES; ; size *= 2) {
    const {buffer, bytesRead} = await file.read(Buffer.allocUnsafe(size), 0, size, from)
    const cut = cutLines(buffer.subarray(0, bytesRead))
    if (cut.lines.length > 0 || bytesRead < size) return cut
  }
}

const BLANK = /^\s*$/

/** Lines without any text hold no message. */
export const isBlank = (line: Buffer): boolean => line.length < 64 && BLANK.test(line.toString('latin1'))
