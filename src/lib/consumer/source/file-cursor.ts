import {createHash} from 'node:crypto'
import type {FileHandle} from 'node:fs/promises'
import type {SourcePosition} from '../history/store.js'

/** Of the beginning of a file, enough to tell it from another one that got its inode. */
const PREFIX_BYTES = 4096

/** How far a file has been read. */
export interface FileCursor {
  /** Bytes from the start; always after a line's end. */
  readonly bytes: number
  /** Lines before that. */
  readonly lines: bigint
}

export const FILE_START: FileCursor = {bytes: 0, lines: 0n}

interface Detail {
  bytes: number
  prefixHash: string
}

/** A file known by its inode and its first bytes, whatever it is called now. */
export class FileIdentity {
  private constructor(
    /** Name of the file among the positions of a history. */
    readonly name: string,
    private readonly prefix: Buffer,
  ) {}

  /** To be made again while the file is shorter than the prefix: it grows. */
  static async of(file: FileHandle): Promise<FileIdentity> {
    const {ino} = await file.stat({bigint: true})
    const {buffer, bytesRead} = await file.read(Buffer.alloc(PREFIX_BYTES), 0, PREFIX_BYTES, 0)
    return new FileIdentity(`file:${ino}`, buffer.subarray(0, bytesRead))
  }

  position({bytes, lines}: FileCursor): SourcePosition {
    const detail: Detail = {bytes, prefixHash: this.hash(bytes)}
    return {topic: this.name, topicId: '', partition: 0, next: lines, detail: JSON.stringify(detail)}
  }

  /** Where reading goes on: the start, when the position is another file's or the file was cut short. */
  resume(stored: readonly SourcePosition[], size: number): FileCursor {
    const position = stored.find(({topic}) => topic === this.name)
    if (position?.detail === undefined) return FILE_START
    const {bytes, prefixHash} = JSON.parse(position.detail) as Detail
    return bytes <= size && this.hash(bytes) === prefixHash ? {bytes, lines: position.next} : FILE_START
  }

  // Only of what has been read: a file that has grown since is still the same one.
  private hash(bytes: number): string {
    return createHash('sha256')
      .update(this.prefix.subarray(0, Math.min(bytes, PREFIX_BYTES)))
      .digest('hex')
  }
}
