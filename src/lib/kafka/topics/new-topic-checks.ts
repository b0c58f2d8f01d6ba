import {KbookError} from '../../errors.js'
import {groupBy} from '../lag/group-by.js'
import type {CreatedTopic, NewTopic} from './create-topic.js'

/** Refuses a name that no broker takes. @throws KbookError `BAD_INPUT` */
export function requireTopicName(name: string): void {
  const valid = /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..'
  if (valid) return
  throw new KbookError('BAD_INPUT', `"${name}" is not a valid topic name`, {
    hint: 'Letters, digits, ".", "_" and "-", at most 249 of them.',
  })
}

/** Refuses more replicas than there are brokers. @throws KbookError `BAD_INPUT` */
export function requireBrokers(
  {name, replicas = 1, assignment = []}: NewTopic,
  brokers: readonly number[],
): void {
  const missing = assignment.flat().find((id) => !brokers.includes(id))
  if (missing !== undefined) {
    throw new KbookError('BAD_INPUT', `topic "${name}": there is no broker ${missing}`, {
      hint: `Brokers that are up: ${brokers.join(', ')}`,
    })
  }
  if (replicas <= brokers.length) return
  throw new KbookError(
    'BAD_INPUT',
    `topic "${name}": ${replicas} replicas need as many brokers, and ${brokers.length === 1 ? 'only 1 is' : `only ${brokers.length} are`} up`,
    {hint: 'kbook broker list'},
  )
}

/** A topic that differs from this one in "." and "_" only: their metrics have the same name. */
export function collidingTopic(name: string, known: Iterable<string>): string | undefined {
  const plain = (text: string): string => text.replaceAll('.', '_')
  for (const other of known) if (other !== name && plain(other) === plain(name)) return other
  return undefined
}

/** Something to know of topics before they are made. */
export interface TopicWarning {
  readonly topics: readonly string[]
  readonly message: string
}

/** What a minimum of replicas in sync does to the writers of a topic with as many replicas. */
export function minIsrWarnings(minIsr: number, replicas: number): string[] {
  if (minIsr > replicas) {
    return [
      `min.insync.replicas is ${minIsr}, but there ${replicas === 1 ? 'is 1 replica' : `are ${replicas} replicas`}: ` +
        'older brokers refuse every write with acks=all then',
    ]
  }
  if (replicas === 1 || minIsr < replicas) return []
  return [
    `min.insync.replicas is ${minIsr}, as many as there are replicas: one broker away stops writes with acks=all`,
  ]
}

/** What its owner should know of a topic before it is made. `brokers` are those of the cluster. */
export function newTopicWarnings(
  {name}: Pick<NewTopic, 'name'>,
  {replicas, configs}: Pick<CreatedTopic, 'replicas' | 'configs'>,
  {brokers, known}: {readonly brokers: number; readonly known: Iterable<string>},
): TopicWarning[] {
  const like = collidingTopic(name, known)
  const minIsr = Number(configs.get('min.insync.replicas') ?? 1)
  const messages: string[] = []
  if (like !== undefined) {
    messages.push(
      `differs from ${like} in "." and "_" only, and so do their metrics: Kafka makes one of them`,
    )
  }
  if (replicas !== undefined) messages.push(...minIsrWarnings(minIsr, replicas))
  if (replicas === 1 && brokers > 1) messages.push('with 1 replica it is away, or lost, with its broker')
  return messages.map((message) => ({topics: [name], message}))
}

/** One of each kind, with all topics that it is about. */
export function byMessage(warnings: readonly TopicWarning[]): TopicWarning[] {
  const kinds = groupBy(warnings, ({message}) => message)
  return [...kinds].map(([message, of]) => ({topics: of.flatMap(({topics}) => topics), message}))
}
