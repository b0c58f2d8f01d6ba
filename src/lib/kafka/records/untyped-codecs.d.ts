// The two codecs that come without types.
declare module 'snappyjs' {
  const snappyjs: {
    compress(bytes: Uint8Array): Uint8Array
    uncompress(bytes: Uint8Array): Uint8Array
  }
  export default snappyjs
}

declare module 'lz4js' {
  const lz4js: {
    decompress(frame: Uint8Array, maxSize?: number): Uint8Array
    decompressBound(frame: Uint8Array): number
  }
  export default lz4js
}
