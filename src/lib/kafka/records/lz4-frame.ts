/** Frame header: version 1, independent blocks of at most 64 KiB, no checksums; its own checksum comes last. */
const FRAME_HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82])
const END_MARK = Buffer.alloc(4)
const BLOCK = 64 * 1024
const STORED = 0x8000_0000

const MIN_MATCH = 4
/** No match begins in the last twelve bytes of a block, and none reaches the last five. */
const LAST_START = 12
const LAST_LITERALS = 5
const HASH_BITS = 14
/** After so many misses (as a power of two) the search takes longer steps: incompressible bytes are skipped fast. */
const SKIP_TRIGGER = 6

/** Bytes as an LZ4 frame with independent blocks, the only kind that Kafka reads. */
export function lz4Frame(bytes: Buffer): Buffer {
  const parts: Buffer[] = [FRAME_HEADER]
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK)
    const packed = compressBlock(block)
    const size = Buffer.allocUnsafe(4)
    size.writeUInt32LE(packed ? packed.length : STORED + block.length)
    parts.push(size, packed ?? block)
  }
  return Buffer.concat([...parts, END_MARK])
}

/** Undefined where it would not become smaller. */
function compressBlock(block: Buffer): Buffer | undefined {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const table = new Uint16Array(1 << HASH_BITS)
  const out = new Sequences(block)
  const limit = block.length - LAST_START
  let anchor = 0
  let misses = 1 << SKIP_TRIGGER
  // Position 0 is never a match: it is what the table says of a hash that was not seen.
  for (let at = 1; at < limit;) {
    const word = view.getInt32(at, true)
    const hash = Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS)
    let match = table[hash] as number
    table[hash] = at
    if (match === 0 || view.getInt32(match, true) !== word) {
      at += misses++ >> SKIP_TRIGGER
      continue
    }
    misses = 1 << SKIP_TRIGGER
    const start = at
    const offset = at - match
    at += MIN_MATCH
    match += MIN_MATCH
    while (at < block.length - LAST_LITERALS && view.getUint8(at) === view.getUint8(match)) {
      at++
      match++
    }
    if (!out.sequence(anchor, start, offset, at - start - MIN_MATCH)) return undefined
    anchor = at
  }
  return out.end(anchor)
}

/** Writes literals and matches, as long as they take less room than the block. */
class Sequences {
  private readonly out: Buffer
  private at = 0

  constructor(private readonly block: Buffer) {
    this.out = Buffer.allocUnsafe(block.length)
  }

  sequence(from: number, to: number, offset: number, length: number): boolean {
    if (this.at + (to - from) + (to - from + length) / 255 + 8 > this.out.length) return false
    this.token(from, to, Math.min(length, 15))
    this.out.writeUInt16LE(offset, this.at)
    this.at += 2
    if (length >= 15) this.rest(length - 15)
    return true
  }

  /** The last literals. */
  end(from: number): Buffer | undefined {
    const to = this.block.length
    if (this.at + (to - from) + (to - from) / 255 + 4 > this.out.length) return undefined
    this.token(from, to, 0)
    return this.out.subarray(0, this.at)
  }

  private token(from: number, to: number, matchBits: number): void {
    const literals = to - from
    this.out[this.at++] = (Math.min(literals, 15) << 4) | matchBits
    if (literals >= 15) this.rest(literals - 15)
    this.at += this.block.copy(this.out, this.at, from, to)
  }

  private rest(length: number): void {
    let left = length
    for (; left >= 255; left -= 255) this.out[this.at++] = 255
    this.out[this.at++] = left
  }
}
