import {readFile} from 'node:fs/promises'
import {Problems} from '../../config/problems.js'
import type {YamlEntry, YamlPosition, YamlValue} from '../../config/yaml.js'
import {KbookError} from '../../errors.js'

/** What a file says about a topic. What it leaves out is left as it is. */
export interface TopicSpec {
  readonly name: string
  readonly partitions?: number | undefined
  readonly replicas?: number | undefined
  /** Null takes the topic's own value away, so that the cluster's holds. */
  readonly config: ReadonlyMap<string, string | null>
  /** `file:line:column` of its name. */
  readonly place: string
  /** The same of each setting. */
  readonly settingPlaces: ReadonlyMap<string, string>
}

const FORM =
  'Write them by name: topics: {orders: {partitions: 6, replicas: 3, config: {retention.ms: 604800000}}}'
const FILE_KEYS = ['topics'] as const
const TOPIC_KEYS = ['partitions', 'replicas', 'config'] as const

/**
 * Reads topics from files, each with one YAML document or more:
 * `topics: {orders: {partitions: 6, replicas: 3, config: {retention.ms: 604800000}}}`.
 *
 * @throws KbookError `BAD_CONFIG` naming file, line and column of all that is wrong with a file
 */
export async function readTopicSpecs(files: readonly string[]): Promise<TopicSpec[]> {
  const {parseYamlDocuments} = await import('../../config/yaml.js')
  const specs = new Map<string, TopicSpec>()
  for (const file of files) {
    const problems = new Problems(file)
    for (const root of parseYamlDocuments(await readText(file), file)) {
      for (const [entry, spec] of topicsOf(root, file, problems)) {
        const first = specs.get(spec.name)
        if (first) problems.add(entry.at, `topic "${spec.name}" is there already, at ${first.place}`)
        else specs.set(spec.name, spec)
      }
    }
    problems.throwIfAny()
  }
  if (specs.size > 0) return [...specs.values()]
  throw new KbookError('BAD_CONFIG', `${files.join(', ')}: no topics`, {
    hint: 'Write topics: and below it, indented, orders: {partitions: 6, replicas: 3}',
  })
}

function topicsOf(root: YamlValue, file: string, problems: Problems): [YamlEntry, TopicSpec][] {
  return problems.mapping(root, 'the file', FORM).flatMap((entry) => {
    if (entry.key === 'topics') {
      const topics = problems.mapping(entry.value, 'topics', FORM)
      return topics.map((topic): [YamlEntry, TopicSpec] => [topic, topicSpec(topic, file, problems)])
    }
    problems.unknownKey(entry, '', FILE_KEYS)
    return []
  })
}

function topicSpec({key: name, at, value}: YamlEntry, file: string, problems: Problems): TopicSpec {
  const where = `topic "${name}"`
  if (!/^[A-Za-z0-9._-]{1,249}$/.test(name) || name === '.' || name === '..') {
    problems.add(at, `"${name}" is not a valid topic name`)
  }
  const entries = problems.mapping(value, where)
  for (const entry of entries) {
    if (!TOPIC_KEYS.some((known) => known === entry.key)) problems.unknownKey(entry, where, TOPIC_KEYS)
  }
  const of = (key: (typeof TOPIC_KEYS)[number]): YamlEntry | undefined =>
    entries.find((entry) => entry.key === key)
  const partitions = numberOf(of('partitions'), where, problems)
  const replicas = numberOf(of('replicas'), where, problems)
  const config = of('config')
  return {
    name,
    ...(partitions !== undefined && {partitions}),
    ...(replicas !== undefined && {replicas}),
    config: configOf(config, where, problems),
    place: placeIn(file, at),
    settingPlaces: new Map(
      config?.value.entries()?.map((setting) => [setting.key, placeIn(file, setting.at)]),
    ),
  }
}

function numberOf(entry: YamlEntry | undefined, where: string, problems: Problems): number | undefined {
  if (!entry) return undefined
  const text = entry.value.text() ?? ''
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  problems.add(placeOf(entry), `${where}: ${entry.key} is a whole number of at least 1`)
  return undefined
}

function configOf(
  entry: YamlEntry | undefined,
  where: string,
  problems: Problems,
): ReadonlyMap<string, string | null> {
  const settings = entry ? problems.mapping(entry.value, `${where}: config`) : []
  return new Map(
    settings.map((setting) => {
      const value = settingText(setting.value)
      if (value === undefined) {
        problems.add(placeOf(setting), `${where}: ${setting.key} takes one value, or a list of them`)
      }
      return [setting.key, value ?? null]
    }),
  )
}

/** As it is written; a list joined by commas; null for nothing at all. */
function settingText(value: YamlValue): string | null | undefined {
  if (value.plain() === null) return null
  const items = value.items()?.map((item) => item.text())
  if (!items) return value.text()
  return items.every((item) => item !== undefined) ? items.join(',') : undefined
}

const placeIn = (file: string, {line, column}: YamlPosition): string => `${file}:${line}:${column}`

const placeOf = ({value, at}: YamlEntry): YamlPosition => (value.plain() === null ? at : value.at)

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const {code = 'unknown error'} = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code
    throw new KbookError('BAD_CONFIG', `cannot read ${file}: ${why}`, {cause, details: {file}})
  }
}
