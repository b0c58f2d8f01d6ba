/** Eight tables of the Castagnoli polynomial, reversed: table `k` carries a byte past `k` further ones. */
const TABLES = new Int32Array(8 * 256)
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  TABLES[byte] = value
}
for (let at = 256; at < TABLES.length; at++) {
  const shorter = table(at - 256)
  TABLES[at] = (shorter >>> 8) ^ table(shorter & 0xff)
}

function table(at: number): number {
  return TABLES[at] as number
}

/** CRC-32C (RFC 3720), which record batches carry. Eight bytes a step: a byte a step makes a quarter of the rate. */
export function crc32c(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length
  let crc = -1
  let at = 0
  for (; at + 8 <= end; at += 8) {
    crc ^= view.getInt32(at, true)
    const next = view.getInt32(at + 4, true)
    crc =
      table(1792 + (crc & 0xff)) ^
      table(1536 + ((crc >>> 8) & 0xff)) ^
      table(1280 + ((crc >>> 16) & 0xff)) ^
      table(1024 + (crc >>> 24)) ^
      table(768 + (next & 0xff)) ^
      table(512 + ((next >>> 8) & 0xff)) ^
      table(256 + ((next >>> 16) & 0xff)) ^
      table(next >>> 24)
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ table((crc ^ view.getUint8(at)) & 0xff)
  return (crc ^ -1) >>> 0
}
