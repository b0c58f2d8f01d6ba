import {access} from 'node:fs/promises'
import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../../kafka/cluster.js'
import type {StoredLetter, StoredLetters} from './stored.js'

/** Where dead letters are kept. */
export interface LetterBox {
  kind: 'topic' | 'file'
  name: string
}

/** What a user means by a name: a file if there is one, or if hardly a topic is called so. */
export async function letterBox(name: string): Promise<LetterBox> {
  const exists = await access(name).then(
    () => true,
    () => false,
  )
  return {kind: exists || /[/\\]|\.jsonl?$/.test(name) ? 'file' : 'topic', name}
}

/** The newest letters. `cluster` is asked for only when the box is a topic. */
export async function readLetters(
  {kind, name}: LetterBox,
  cluster: () => Promise<Cluster>,
  limit: number,
): Promise<StoredLetters> {
  if (kind === 'file') return (await import('./read-file.js')).readFileLetters(name, limit)
  const [{readTopicLetters}, open] = await Promise.all([import('./read-topic.js'), cluster()])
  return readTopicLetters(open, name, limit)
}

/**
 * One letter by its place: a line of a file, `PARTITION@OFFSET` of a topic.
 *
 * @throws KbookError `BAD_INPUT` when the place is neither, `NOT_FOUND`
 */
export async function readLetterAt(
  {kind, name}: LetterBox,
  cluster: () => Promise<Cluster>,
  place: string,
): Promise<StoredLetter> {
  const [, partition, offset] = /^(?:(\d+)@)?(\d+)$/.exec(place) ?? []
  if (offset === undefined || (kind === 'topic') !== (partition !== undefined)) {
    throw new KbookError('BAD_INPUT', `"${place}" is not a place in the ${kind} ${name}`, {
      hint: [
        kind === 'file' ? 'Give the number of a line.' : 'Give PARTITION@OFFSET, such as 0@42.',
        `kbook dlq list ${shellWord(name)}`,
      ],
    })
  }
  if (kind === 'file') return (await import('./read-file.js')).readFileLetter(name, BigInt(offset))
  const [{readTopicLetter}, open] = await Promise.all([import('./read-topic.js'), cluster()])
  return readTopicLetter(open, name, {partition: Number(partition), offset: BigInt(offset)})
}
