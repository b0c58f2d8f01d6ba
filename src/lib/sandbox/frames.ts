// Kafka's own limit for a request (socket.request.max.bytes).
const MAX_LENGTH = 100 * 1024 * 1024

/**
 * Cuts a byte stream into Kafka's frames: a big-endian length of 4 bytes, then that many bytes. What comes in is
 * split anywhere; what goes out is whole frames without their length. Throws a RangeError at what is none.
 */
export function frameReader(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer[] = []
  let size = 0
  let wanted = 4
  return (chunk) => {
    pending.push(chunk)
    size += chunk.length
    if (size < wanted) return
    let bytes = pending.length === 1 ? chunk : Buffer.concat(pending, size)
    wanted = 4
    while (bytes.length >= 4) {
      const length = bytes.readUInt32BE(0)
      if (length > MAX_LENGTH) throw new RangeError(`a frame of ${length} bytes`)
      const end = 4 + length
      if (bytes.length < end) {
        wanted = end
        break
      }
      onFrame(bytes.subarray(4, end))
      bytes = bytes.subarray(end)
    }
    pending = bytes.length > 0 ? [bytes] : []
    size = bytes.length
  }
}

/** The length that stands before a frame on the wire. */
export function frameLength(frame: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(frame.length)
  return length
}
