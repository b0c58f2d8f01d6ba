import {open, stat, type FileHandle} from 'node:fs/promises'
import {KbookError} from '../../errors.js'
import type {StartPosition} from '../engine/consumer.js'
import type {HistoryStore} from '../history/store.js'
import {FILE_START, FileIdentity, type FileCursor} from './file-cursor.js'
import {GatedSource} from './gated-source.js'
import {lineBatch} from './line-batch.js'
import {readLines} from './lines.js'
import type {SourceHandler} from './source.js'
import {unreadable} from './unreadable.js'

/** Between looks for more, when a file is followed. */
const FOLLOW_MS = 250

export interface FileSourceOptions {
  readonly path: string
  /** Waits for more instead of ending. */
  readonly follow: boolean
  /** Instead of where the last run ended. */
  readonly from: StartPosition | undefined
  readonly history: Pick<HistoryStore, 'positions'>
}

/** Reads a file of JSON lines. How far it has been read is kept in the history. */
export class FileSource extends GatedSource {
  override readonly kind = 'file'
  override readonly name: string
  override readonly keepsPositions = true

  constructor(private readonly options: FileSourceOptions) {
    super()
    this.name = options.path
  }

  protected override async read(handler: SourceHandler): Promise<'end-of-input' | 'stopped'> {
    const {path, follow} = this.options
    let cursor: FileCursor | undefined
    for (;;) {
      const file = await openFile(path)
      try {
        cursor ??= await this.startAt(file, handler)
        const end = await this.readToEnd(file, cursor, handler)
        if (end === 'stopped' || !follow) return end
      } finally {
        await file.close()
      }
      // Another file stands there now, or this one was emptied: from its start.
      cursor = FILE_START
    }
  }

  private async startAt(file: FileHandle, handler: SourceHandler): Promise<FileCursor> {
    const {from, history, path} = this.options
    const {size} = await file.stat()
    const cursor =
      from === undefined
        ? (await FileIdentity.of(file)).resume(await history.positions(), size)
        : await skipTo(file, from)
    const reason = from !== undefined ? 'asked' : cursor.bytes > 0 ? 'history' : 'new-partition'
    await handler.assigned([{topic: path, partition: 0, offset: cursor.lines + 1n, reason}])
    return cursor
  }

  private async readToEnd(
    file: FileHandle,
    start: FileCursor,
    handler: SourceHandler,
  ): Promise<'end-of-input' | 'stopped'> {
    const {path, follow} = this.options
    let cursor = start
    let toldUnterminated = -1
    while (await this.gate.pass()) {
      const {lines, rest} = await readLines(file, cursor.bytes)
      if (lines.length === 0) {
        if (rest.length > 0 && toldUnterminated !== cursor.bytes) {
          toldUnterminated = cursor.bytes
          handler.unterminated({topic: path, partition: 0, offset: cursor.lines + 1n})
        }
        if (!follow || (await isReplaced(path, file, cursor))) return 'end-of-input'
        await this.gate.sleep(FOLLOW_MS)
        continue
      }
      const identity = await FileIdentity.of(file)
      const batch = lineBatch(path, lines, cursor, (at) => identity.position(at))
      const {position, retryAfterMs} = await handler.batch(batch)
      cursor = identity.resume([position], Infinity)
      if (retryAfterMs !== undefined) await this.gate.sleep(retryAfterMs)
    }
    return 'stopped'
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

async function isReplaced(path: string, file: FileHandle, cursor: FileCursor): Promise<boolean> {
  const now = await stat(path).catch(() => undefined)
  // Gone for a moment: whoever rotates it will make the new one.
  if (!now) return false
  return now.ino !== (await file.stat()).ino || now.size < cursor.bytes
}

/** The cursor at a line that was asked for; the end of the file when it has fewer. */
async function skipTo(file: FileHandle, from: StartPosition): Promise<FileCursor> {
  if (from === 'beginning') return FILE_START
  if (from !== 'end' && 'time' in from) {
    throw new KbookError('BAD_FLAG', 'a file cannot be read from a time on', {
      hint: 'Use --from beginning, --from end or --from LINE.',
    })
  }
  const before = from === 'end' ? undefined : from.offset - 1n
  let cursor = FILE_START
  for (;;) {
    const {lines} = await readLines(file, cursor.bytes)
    if (lines.length === 0) return cursor
    for (const line of lines) {
      if (before !== undefined && cursor.lines >= before) return cursor
      cursor = {bytes: cursor.bytes + line.length + 1, lines: cursor.lines + 1n}
    }
  }
}
