import {appendFileSync, renameSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {beforeEach, describe, expect, test} from 'vitest'
import type {PartitionStart} from '../../../../../src/lib/consumer/engine/events.js'
import type {StartPosition} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {SourcePosition} from '../../../../../src/lib/consumer/history/store.js'
import {FileSource} from '../../../../../src/lib/consumer/source/file-source.js'
import type {
  BatchResult,
  IncidentSource,
  SourceBatch,
  SourceHandler,
} from '../../../../../src/lib/consumer/source/source.js'
import {StreamSource} from '../../../../../src/lib/consumer/source/stream-source.js'
import {scratchFolder} from '../../../../helpers/scratch.js'
import {until} from '../../../../helpers/kafka.js'

/** Keeps what a source hands over, and how far it was read. */
class Keeper implements SourceHandler {
  readonly lines: string[] = []
  readonly offsets: bigint[] = []
  readonly starts: PartitionStart[] = []
  readonly unterminatedAt: bigint[] = []
  position: SourcePosition | undefined
  /** What to do with a batch instead of taking all of it. */
  take: (batch: SourceBatch) => BatchResult = (batch) => ({position: batch.positionAt(batch.messages.length)})

  batch(batch: SourceBatch): Promise<BatchResult> {
    const result = this.take(batch)
    this.position = result.position
    for (const [index, {value, offset}] of batch.messages.entries()) {
      if (batch.positionAt(index).next >= result.position.next) break
      this.lines.push(value?.toString() ?? '')
      this.offsets.push(offset)
    }
    return Promise.resolve(result)
  }

  assigned(starts: readonly PartitionStart[]): Promise<void> {
    this.starts.push(...starts)
    return Promise.resolve()
  }

  unterminated({offset}: {offset: bigint}): void {
    this.unterminatedAt.push(offset)
  }

  revoked(): Promise<void> {
    return Promise.resolve()
  }
  connected(): void {}
  disconnected(): void {}
  membership(): void {}
  lost(): void {}
  warning(): void {}
}

let path: string
let stored: SourcePosition[]
beforeEach(() => {
  path = join(scratchFolder(), 'incidents.jsonl')
  stored = []
})

const source = (more: {follow?: boolean; from?: StartPosition} = {}): FileSource =>
  new FileSource({
    path,
    follow: more.follow ?? false,
    from: more.from,
    history: {positions: () => Promise.resolve(stored)},
  })

async function read(made: IncidentSource = source(), keeper = new Keeper()): Promise<Keeper> {
  await made.run(keeper)
  if (keeper.position) stored = [keeper.position]
  return keeper
}

describe('a file', () => {
  test('is read line by line, from 1; blank lines hold no message', async () => {
    writeFileSync(path, 'one\n\n  \r\ntwo\r\n')
    const {lines, offsets} = await read()
    expect(lines).toEqual(['one', 'two\r'])
    expect(offsets).toEqual([1n, 4n])
  })

  test('is read on where it was left', async () => {
    writeFileSync(path, 'one\n')
    await read()
    appendFileSync(path, 'two\nthree\n')
    const {lines, offsets, starts} = await read()
    expect(lines).toEqual(['two', 'three'])
    expect(offsets).toEqual([2n, 3n])
    expect(starts).toMatchObject([{offset: 2n, reason: 'history'}])
    expect((await read()).lines).toEqual([])
  })

  test('the same under another name is known', async () => {
    writeFileSync(path, 'one\n')
    await read()
    const moved = `${path}.1`
    renameSync(path, moved)
    path = moved
    expect((await read()).lines).toEqual([])
  })

  test('another one under the same name, or one that was emptied, is read whole', async () => {
    writeFileSync(path, 'one\ntwo\n')
    await read()
    writeFileSync(path, 'new\nlines\nmore\n')
    expect((await read()).lines).toEqual(['new', 'lines', 'more'])
    truncateSync(path)
    writeFileSync(path, 'x\n')
    expect((await read()).lines).toEqual(['x'])
  })

  test('its last line waits for its end', async () => {
    writeFileSync(path, 'one\ntw')
    const first = await read()
    expect(first.lines).toEqual(['one'])
    expect(first.unterminatedAt).toEqual([2n])
    appendFileSync(path, 'o\n')
    expect((await read()).lines).toEqual(['two'])
  })

  test('a part of a batch that was not taken comes again', async () => {
    writeFileSync(path, 'one\ntwo\nthree\n')
    const keeper = new Keeper()
    let refused = false
    keeper.take = (batch) => {
      if (refused) return {position: batch.positionAt(batch.messages.length)}
      refused = true
      return {position: batch.positionAt(1), retryAfterMs: 1}
    }
    await read(source(), keeper)
    expect(keeper.lines).toEqual(['one', 'two', 'three'])
  })

  test.each([
    ['beginning', ['one', 'two', 'three']],
    ['end', []],
    [{offset: 2n}, ['two', 'three']],
    [{offset: 99n}, []],
  ] as const)('from %o', async (from, expected) => {
    writeFileSync(path, 'one\ntwo\nthree\n')
    await read()
    expect((await read(source({from}))).lines).toEqual(expected)
  })

  test('cannot be read from a time on', async () => {
    writeFileSync(path, 'one\n')
    await expect(read(source({from: {time: 1}}))).rejects.toMatchObject({code: 'BAD_FLAG'})
  })

  test('that is not there is named', async () => {
    await expect(read()).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(path) as string,
    })
  })

  test('lines longer than a piece, and more of them than one piece holds', async () => {
    const long = 'x'.repeat(1_000_000)
    const many = Array.from({length: 40_000}, (_, n) => `line ${n}`)
    writeFileSync(path, [...many, long, 'last', ''].join('\n'))
    const {lines, offsets} = await read()
    expect(lines).toHaveLength(40_002)
    expect(lines[40_000]).toBe(long)
    expect(offsets.at(-1)).toBe(40_002n)
    expect((await read()).lines).toEqual([])
  })
})

describe('a file that is followed', () => {
  test('grows, is replaced, and ends when stopped', async () => {
    writeFileSync(path, 'one\n')
    const made = source({follow: true})
    const keeper = new Keeper()
    const end = made.run(keeper)
    await until(() => keeper.lines.length === 1)
    appendFileSync(path, 'two\n')
    await until(() => keeper.lines.length === 2)
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'new\n')
    await until(() => keeper.lines.length === 3)
    expect(keeper.lines).toEqual(['one', 'two', 'new'])
    await made.stop()
    expect(await end).toBe('stopped')
  })

  test('stands still while paused', async () => {
    writeFileSync(path, 'one\n')
    const made = source({follow: true})
    made.pause()
    const keeper = new Keeper()
    const end = made.run(keeper)
    await until(() => keeper.starts.length === 1)
    expect(keeper.lines).toEqual([])
    made.resume()
    await until(() => keeper.lines.length === 1)
    await made.stop()
    await end
  })
})

describe('a stream', () => {
  test('is read to its end, with a last line that has none', async () => {
    const chunks = ['on', 'e\ntwo\n\nthr', 'ee'].map((chunk) => Buffer.from(chunk))
    const {lines, offsets} = await read(new StreamSource('stdin', Readable.from(chunks)))
    expect(lines).toEqual(['one', 'two', 'three'])
    expect(offsets).toEqual([1n, 2n, 4n])
  })

  test('a part that was not taken comes again, though a stream cannot be read twice', async () => {
    const keeper = new Keeper()
    let refusals = 2
    keeper.take = (batch) =>
      refusals-- > 0
        ? {position: batch.positionAt(1), retryAfterMs: 1}
        : {position: batch.positionAt(batch.messages.length)}
    await read(new StreamSource('stdin', Readable.from([Buffer.from('one\n\ntwo\nthree\n')])), keeper)
    expect(keeper.lines).toEqual(['one', 'two', 'three'])
  })

  test('that never ends can be stopped', async () => {
    const stream = new Readable({read: () => undefined})
    const made = new StreamSource('stdin', stream)
    const keeper = new Keeper()
    const end = made.run(keeper)
    stream.push('one\n')
    await until(() => keeper.lines.length === 1)
    await made.stop()
    expect(await end).toBe('stopped')
  })
})
