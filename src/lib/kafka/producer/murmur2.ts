/** The hash by which Kafka's own clients choose the partition of a key (32 bits, signed). */
export function murmur2(key: Buffer): number {
  const M = 0x5bd1e995
  const {length} = key
  let hash = 0x9747b28c ^ length
  let at = 0
  for (; at + 4 <= length; at += 4) {
    let k = Math.imul(key.readInt32LE(at), M)
    k = Math.imul(k ^ (k >>> 24), M)
    hash = Math.imul(hash, M) ^ k
  }
  const rest = length - at
  if (rest >= 3) hash ^= key.readUInt8(at + 2) << 16
  if (rest >= 2) hash ^= key.readUInt8(at + 1) << 8
  if (rest >= 1) hash = Math.imul(hash ^ key.readUInt8(at), M)
  hash = Math.imul(hash ^ (hash >>> 13), M)
  return hash ^ (hash >>> 15)
}

/** The partition that Kafka's own clients choose for a key. */
export const partitionOfKey = (key: Buffer, partitions: number): number =>
  (murmur2(key) & 0x7fff_ffff) % partitions
