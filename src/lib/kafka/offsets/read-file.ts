import {KbookError} from '../../errors.js'
import {printable} from '../../output/format.js'
import type {OffsetLine} from './csv.js'

/**
 * Offsets of a file: CSV without a header, `topic,partition,offset` or `group,topic,partition,offset`, or with
 * blanks between topic, partition and offset. Empty lines are skipped. `name` stands for the file in errors.
 *
 * @throws KbookError `BAD_INPUT` with the line that is wrong
 */
export function parseOffsets(text: string, name: string): OffsetLine[] {
  const rows: OffsetLine[] = []
  const seen = new Set<string>()
  for (const {line, number} of linesIn(text.replace(/^\uFEFF/, ''), name)) {
    if (line.trim() === '') continue
    const where = `line ${number} of ${name}`
    const row = offsetLine(line, where)
    const key = JSON.stringify([row.group, row.topic, row.partition])
    if (seen.has(key)) throw bad(`${where} names ${row.topic}-${row.partition} a second time`)
    seen.add(key)
    rows.push(row)
  }
  if (rows.length === 0) throw bad(`${name} holds no offsets`)
  return rows
}

/** What stands in quotes may hold line breaks: the id of a group can be any text. */
const LINE = /((?:"(?:[^"]|"")*"|[^"\r\n]|\r(?!\n))*)(\r?\n|$)/gy

function* linesIn(text: string, name: string): Generator<{line: string; number: number}> {
  let [number, end] = [1, 0]
  for (const [whole, line = ''] of text.matchAll(LINE)) {
    yield {line, number}
    number += whole.split('\n').length - 1
    end += whole.length
    if (end === text.length) return
  }
  throw unended(`line ${number} of ${name}`, text.slice(end).split('\n', 1).join(''))
}

function offsetLine(line: string, where: string): OffsetLine {
  const words = line.includes(',') ? csvFields(line, where) : line.trim().split(/\s+/)
  const [offset = '', partition = '', topic = '', group] = words.toReversed()
  const fits = words.length === 3 || words.length === 4
  if (!fits || topic === '' || group === '' || !/^\d{1,9}$/.test(partition) || !/^\d{1,18}$/.test(offset)) {
    throw bad(`${where} is not topic,partition,offset: ${printable(line.trim().slice(0, 80))}`)
  }
  return {group, topic, partition: Number(partition), offset: BigInt(offset)}
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/gy

function csvFields(line: string, where: string): string[] {
  const fields: string[] = []
  for (const [, inQuotes, plain = '', separator] of line.trim().matchAll(FIELD)) {
    fields.push(inQuotes?.replaceAll('""', '"') ?? plain.trim())
    if (separator === '') return fields
  }
  throw unended(where, line)
}

const unended = (where: string, line: string): KbookError =>
  bad(`${where} has a quote that does not end: ${printable(line.trim().slice(0, 80))}`)

const bad = (message: string): KbookError =>
  new KbookError('BAD_INPUT', message, {
    hint: 'Lines are topic,partition,offset, or group,topic,partition,offset; no header.',
  })

/**
 * The same of a file, or of stdin for `-`.
 *
 * @throws KbookError `BAD_INPUT`
 */
export async function readOffsetFile(path: string): Promise<OffsetLine[]> {
  return parseOffsets(await contents(path), path === '-' ? 'stdin' : path)
}

async function contents(path: string): Promise<string> {
  if (path === '-') {
    const {text} = await import('node:stream/consumers')
    return text(process.stdin)
  }
  const {readFile} = await import('node:fs/promises')
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new KbookError('BAD_INPUT', `cannot read ${path}: ${(cause as Error).message}`, {cause})
  }
}

/**
 * Lines as positions of groups: those without a group are of the one given, and the group given leaves out others.
 *
 * @throws KbookError `BAD_INPUT`
 */
export function linesOf(
  lines: readonly OffsetLine[],
  groups: readonly string[],
  name: string,
): (OffsetLine & {group: string})[] {
  const [only] = groups
  return lines.flatMap((line) => {
    if (line.group !== undefined) {
      return groups.length === 0 || groups.includes(line.group) ? [{...line, group: line.group}] : []
    }
    if (only === undefined || groups.length > 1) {
      throw new KbookError('BAD_INPUT', `${name} does not say of which group its offsets are`, {
        hint: 'Name one group with --group, or begin each line with it: group,topic,partition,offset',
      })
    }
    return [{...line, group: only}]
  })
}
