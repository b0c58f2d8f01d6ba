import type {DescribedPartition, DescribedTopic} from '../../kafka/topics/describe.js'
import type {PartitionFlag} from '../../kafka/topics/condition.js'
import {count, plural, printable} from '../format.js'
import {paint} from '../style.js'
import {wrap} from '../wrap.js'

const INDENT = '   '
/** Of one kind: the table has the others. */
const FEW = 3

/** What is wrong with a topic, a paragraph each, the worst first: what is seen, then what it means. */
export function topicRemarks(topic: DescribedTopic, width: number): string {
  return paragraphs(topic)
    .map((lines) => {
      const [first = '', ...rest] = lines.flatMap((line) => wrap(line, width - INDENT.length))
      return [` ${paint().red('!')} ${first}`, ...rest.map((line) => INDENT + line)].join('\n')
    })
    .join('\n')
}

function paragraphs(topic: DescribedTopic): string[][] {
  const {error, partitions, minIsr = 1} = topic
  if (error) return [[printable(error.line), ...error.hints.map(printable)]]
  const having = (flag: PartitionFlag): DescribedPartition[] =>
    partitions.filter(({flags}) => flags[0] === flag)
  const placeOf = ({partition}: DescribedPartition): string => `${printable(topic.name)}[${partition}]`
  const away = [...new Set(partitions.flatMap(({replicas, isr}) => missing(replicas, isr)))]
  const [leaderless, underMin, behind] = [
    having('leaderless'),
    having('under-min-isr'),
    having('under-replicated'),
  ]
  const next = away[0] === undefined ? [] : [`kbook broker describe ${away[0]}`]
  const about = [
    ...few(leaderless, (one) => [
      `${placeOf(one)} has no leader: nothing can be written or read`,
      // Newer clusters keep the last replica in sync elsewhere (KIP-966), and tell none here.
      one.isr.length > 0
        ? `it was last in sync on ${brokers(one.isr)}: bring one of them back`
        : `its replicas are on ${brokers(one.replicas)}: bring the one back that was in sync last`,
    ]),
    ...few(underMin, (one) => [
      `${placeOf(one)} has ${count(one.isr.length)} of ${plural(one.replicas.length, 'replica')} in sync, and min.insync.replicas is ${minIsr}`,
      'writes with acks=all are refused',
    ]),
    ...few(behind, (one) => [
      `${placeOf(one)} is under-replicated: not in sync on ${brokers(missing(one.replicas, one.isr))}`,
    ]),
  ]
  const unread = few(
    partitions.filter(({error, flags}) => error && flags[0] !== 'leaderless'),
    (one) => [`${placeOf(one)} could not be read: ${printable(one.error?.line ?? '')}`],
  )
  return [...withLast(about, next), ...unread]
}

/** Lines after those of the last paragraph. */
const withLast = (paragraphs: readonly string[][], lines: readonly string[]): string[][] =>
  paragraphs.map((one, index) => (index === paragraphs.length - 1 ? [...one, ...lines] : one))

const missing = (replicas: readonly number[], isr: readonly number[]): number[] =>
  replicas.filter((id) => !isr.includes(id))

const brokers = (ids: readonly number[]): string =>
  ids.length === 0 ? 'no broker that is known' : `broker ${ids.join(', ')}`

/** The first of them in words; how many more there are after that. */
function few<T>(all: readonly T[], tell: (one: T) => string[]): string[][] {
  const rest = all.length - FEW
  return [...all.slice(0, FEW).map(tell), ...(rest > 0 ? [[`and ${count(rest)} more like that`]] : [])]
}
