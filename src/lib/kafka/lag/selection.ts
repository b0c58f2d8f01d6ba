import {KbookError} from '../../errors.js'
import type {ListedGroup} from '../types.js'

/** Which groups are meant: all of them, or by name and by pattern. */
export interface GroupSelection {
  readonly all: boolean
  readonly names: readonly string[]
  readonly patterns: readonly RegExp[]
  /** Narrows down the groups that are listed. */
  readonly where?: (group: ListedGroup) => boolean
}

/** Which partitions are meant. */
export interface TopicScope {
  /** Topic names that were given in full: a group that has nothing on one of them is worth an error. */
  readonly named: readonly string[]
  includes(topic: string, partition: number): boolean
}

export const EVERY_TOPIC: TopicScope = {named: [], includes: () => true}

/** `/…/` is a regular expression; anything else is a name, taken literally. */
export function groupSelection(words: readonly string[], all: boolean): GroupSelection {
  if (all === words.length > 0) {
    const message = all ? 'group names and --all exclude each other' : 'no group given'
    throw new KbookError('BAD_FLAG', message, {hint: 'Name one group or more, or use --all for every group.'})
  }
  const matchers = words.map(matcher)
  return {
    all,
    names: [...new Set(matchers.filter((one) => typeof one === 'string'))],
    patterns: matchers.filter((one) => typeof one !== 'string'),
  }
}

/** True when the cluster's groups have to be listed to know which ones are meant. */
export const needsListing = ({all, patterns}: GroupSelection): boolean => all || patterns.length > 0

/** True when several groups may be meant, so that each is one row of an overview. */
export const isOverview = (selection: GroupSelection): boolean =>
  needsListing(selection) || selection.names.length > 1

export const selects = ({all, names, patterns}: GroupSelection, group: string): boolean =>
  all || names.includes(group) || patterns.some((pattern) => pattern.test(group))

/** One word of a selection of topics: `orders`, `orders:0,1`, or the same with `/pattern/`. */
export interface TopicWord {
  readonly matches: string | RegExp
  /** Undefined for all partitions. */
  readonly partitions: ReadonlySet<number> | undefined
}

/** Reads a word of a selection of topics. @throws KbookError `BAD_FLAG` */
export function topicWord(word: string): TopicWord {
  const [, name = word, list] = /^(.*?)(?::([^:/]*))?$/s.exec(word) ?? []
  return {matches: matcher(name), partitions: list === undefined ? undefined : partitionNumbers(list, word)}
}

/** Whether the word means that topic, or some of its partitions. */
export const meansTopic = ({matches}: TopicWord, topic: string): boolean =>
  typeof matches === 'string' ? matches === topic : matches.test(topic)

/** `topic`, `topic:0,1` or the same with `/pattern/`; nothing given means every topic. */
export function topicScope(words: readonly string[]): TopicScope {
  if (words.length === 0) return EVERY_TOPIC
  const parts = words.map(topicWord)
  return {
    named: parts.flatMap(({matches}) => (typeof matches === 'string' ? [matches] : [])),
    includes: (topic, partition) =>
      parts.some((part) => meansTopic(part, topic) && (part.partitions?.has(partition) ?? true)),
  }
}

function partitionNumbers(list: string, word: string): ReadonlySet<number> {
  const numbers = list.split(',').map((number) => number.trim())
  if (numbers.every((number) => /^\d{1,9}$/.test(number))) return new Set(numbers.map(Number))
  throw new KbookError('BAD_FLAG', `"${word}" does not end in partition numbers`, {
    hint: 'Write orders, or orders:0,1 for two of its partitions.',
  })
}

function matcher(word: string): string | RegExp {
  const [, pattern] = /^\/(.+)\/$/s.exec(word) ?? []
  if (pattern === undefined) return word
  try {
    return new RegExp(pattern, 'u')
  } catch (cause) {
    throw new KbookError('BAD_FLAG', `${word} is not a regular expression: ${(cause as Error).message}`, {
      cause,
    })
  }
}
