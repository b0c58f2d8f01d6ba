import {paint, outputWidth} from '../style.js'
import {wrap} from '../wrap.js'

export interface CommandSummary {
  /** `lag:describe` */
  id: string
  summary: string
}

/** What a stranger reads first: commands by the question that brings one here. */
const GROUPS: readonly {title: string; topics: readonly string[]}[] = [
  {title: 'See what is wrong', topics: ['status', 'health', 'lag', 'explain', 'check']},
  {title: 'Offsets and groups', topics: ['offset', 'group']},
  {title: 'Topics and records', topics: ['topic', 'perf']},
  {title: 'Cluster', topics: ['cluster', 'broker', 'acl', 'user', 'audit']},
  {title: 'Act on incidents', topics: ['consume', 'consumer', 'history', 'dlq', 'probe']},
  {title: 'Which cluster', topics: ['profile', 'sandbox']},
  {title: 'Shell', topics: ['completion']},
]

/** `kbook --help`: what there is, grouped, with the verbs of each noun, at the terminal's width. */
export function rootHelp(commands: readonly CommandSummary[], width = Math.min(outputWidth(), 100)): string {
  const {bold, dim} = paint()
  const topicOf = (id: string): string => id.split(':')[0] ?? id
  const placed = new Set(GROUPS.flatMap(({topics}) => topics))
  const others = [
    ...new Set(commands.map(({id}) => topicOf(id)).filter((topic) => !placed.has(topic))),
  ].sort()
  const groups = others.length > 0 ? [...GROUPS, {title: 'More', topics: others}] : GROUPS
  const column = Math.max(...commands.map(({id}) => topicOf(id).length)) + 2
  const room = width - column - 2
  const lines = groups.flatMap(({title, topics}) => {
    const rows = topics.flatMap((topic) => {
      const inside = commands.filter(({id}) => topicOf(id) === topic)
      return words(inside, room).map((text, at) => `  ${(at === 0 ? topic : '').padEnd(column)}${dim(text)}`)
    })
    return rows.length === 0 ? [] : [bold(title), ...rows, '']
  })
  return [
    `${bold('kbook')}  runbooks you can run, for Kafka and Redpanda on Kubernetes`,
    '',
    ...lines,
    bold('First steps'),
    '  kbook sandbox up                 a real Kafka on this machine, no Docker',
    '  kbook profile add prod --brokers HOST:9092',
    '  kbook status                     the whole cluster on one screen',
    '',
    dim('More: kbook TOPIC --help, kbook COMMAND --help · JSON from all: --json'),
    '',
  ].join('\n')
}

/** The verbs of a noun, in lines that fit; the sentence of a command that stands by itself. */
function words(commands: readonly CommandSummary[], room: number): string[] {
  const [only] = commands
  if (!only) return []
  if (commands.length === 1 && !only.id.includes(':')) return [shorten(only.summary, room)]
  const verbs = commands.map(({id}) => id.split(':').slice(1).join(' '))
  return wrap(verbs.join(' · '), room, ' · ')
}

/** The first clauses that fit; a word is cut only where there is no clause. */
function shorten(summary: string, room: number): string {
  if (summary.length <= room) return summary
  const clause = summary.slice(0, room + 1).replace(/\s*[,;:(][^,;:(]*$/, '')
  if (clause.length >= room / 3 && clause.length <= room) return clause
  return `${summary.slice(0, room - 1).replace(/\s+\S*$/, '')} …`
}
