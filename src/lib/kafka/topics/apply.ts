import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {ConfigChange, ConfigEntry} from '../configs/types.js'
import type {TopicInfo} from '../types.js'
import {requireOwn} from './alter.js'
import {replicationFactor} from './condition.js'
import {onceKnown, planNewTopic} from './create.js'
import type {NewTopic} from './create-topic.js'
import {byMessage, collidingTopic, type TopicWarning} from './new-topic-checks.js'
import {settingWarnings} from './setting-warnings.js'
import {readSettings, settingChanges} from './settings.js'
import type {TopicSpec} from './spec-file.js'
import {checkSteps, type TopicStep} from './steps.js'

export interface ApplyPlan {
  readonly cluster: string
  /** Topics that the files name. */
  readonly topics: readonly string[]
  readonly steps: readonly TopicStep[]
  /** Topics that are as the files say. */
  readonly unchanged: readonly string[]
  /** Topics with other replication factors, which are not changed here. */
  readonly replicas: readonly {readonly topic: string; readonly is: number; readonly wanted: number}[]
  /** Those that get partitions and are compacted: old keys stay where they are. */
  readonly compacted: readonly string[]
  readonly warnings: readonly TopicWarning[]
}

/**
 * What it takes to make topics as the files say, checked by the cluster itself. Topics and settings that the files do
 * not name are left alone.
 *
 * @throws KbookError `BAD_INPUT` for fewer partitions than there are and for too many replicas; what else the cluster
 * refuses, each with the place in the file
 */
export const planApply = (cluster: Cluster, specs: readonly TopicSpec[]): Promise<ApplyPlan> =>
  onceKnown(() => planNow(cluster, specs))

async function planNow(cluster: Cluster, specs: readonly TopicSpec[]): Promise<ApplyPlan> {
  const [{brokers}, known] = await Promise.all([cluster.info(), cluster.topics()])
  const there = specs.flatMap((spec) => {
    const topic = known.get(spec.name)
    return topic ? [{spec, topic}] : []
  })
  requireOwn(
    there.map(({topic}) => topic),
    false,
  )
  requireNoFewer(there)
  const settings = await readSettings(
    cluster,
    there.map(({spec}) => spec.name),
  )
  const scene = {
    brokers: brokers.map(({id}) => id),
    known: [...known.keys(), ...specs.map(({name}) => name)],
  }
  requireNoCollisions(specs.filter(({name}) => !known.has(name)))
  const steps: TopicStep[] = []
  const warnings: TopicWarning[] = []
  for (const spec of specs) {
    await placed(spec, async () => {
      const topic = known.get(spec.name)
      if (topic) {
        const made = alterSteps(spec, topic, settings.get(spec.name))
        await checkSteps(cluster, made)
        steps.push(...made)
        const entries = settings.get(spec.name) ?? new Map<string, never>()
        for (const step of made) {
          if (step.kind !== 'settings') continue
          warnings.push(...settingWarnings(spec.name, step.changes, entries, replicationFactor(topic)))
        }
      } else {
        const planned = await planNewTopic(cluster, newTopic(spec), scene)
        steps.push(planned.step)
        warnings.push(...planned.warnings)
      }
    })
  }
  const replicas = there.flatMap(({spec, topic}) => {
    const is = replicationFactor(topic)
    const {replicas: wanted = is} = spec
    return wanted === is ? [] : [{topic: spec.name, is, wanted}]
  })
  const touched = new Set([...steps, ...replicas].map(({topic}) => topic))
  return {
    cluster: cluster.name,
    topics: specs.map(({name}) => name),
    steps,
    warnings: byMessage(warnings),
    unchanged: specs.map(({name}) => name).filter((name) => !touched.has(name)),
    replicas,
    compacted: steps
      .filter(({kind, topic}) => kind === 'partitions' && isCompacted(settings.get(topic)))
      .map(({topic}) => topic),
  }
}

const isCompacted = (entries: ReadonlyMap<string, ConfigEntry> | undefined): boolean =>
  entries?.get('cleanup.policy')?.value?.includes('compact') ?? false

function newTopic({name, partitions, replicas, config}: TopicSpec): NewTopic {
  const set = [...config].flatMap(([key, value]) => (value === null ? [] : [[key, value]]))
  return {name, partitions, replicas, configs: Object.fromEntries(set) as Record<string, string>}
}

function alterSteps(
  {name, partitions, config}: TopicSpec,
  topic: TopicInfo,
  entries: ReadonlyMap<string, ConfigEntry> = new Map(),
): TopicStep[] {
  const wanted = [...config].map(([key, value]): ConfigChange => ({
    name: key,
    operation: value === null ? 'delete' : 'set',
    value,
  }))
  const changes = settingChanges(wanted, entries)
  const from = topic.partitions.length
  return [
    ...(changes.length > 0 ? [{kind: 'settings', topic: name, changes} as const] : []),
    ...(partitions !== undefined && partitions > from
      ? [{kind: 'partitions', topic: name, from, to: partitions} as const]
      : []),
  ]
}

/** All at once, so that a file is mended in one go. */
function requireNoFewer(there: readonly {spec: TopicSpec; topic: TopicInfo}[]): void {
  const fewer = there.filter(
    ({spec, topic}) => spec.partitions !== undefined && spec.partitions < topic.partitions.length,
  )
  if (fewer.length === 0) return
  const lines = fewer.map(
    ({spec, topic}) =>
      `${spec.place}: topic "${spec.name}" has ${topic.partitions.length} partitions: ` +
      `Kafka never takes any away, and the file says ${spec.partitions ?? 0}`,
  )
  throw new KbookError('BAD_INPUT', lines.join('\n'), {
    hint: 'Write the number that there is, or leave partitions out.',
  })
}

/** Of two new topics whose metrics have the same name, Kafka makes the first and refuses the second. */
function requireNoCollisions(specs: readonly TopicSpec[]): void {
  const lines = specs.flatMap(({name, place}, index) => {
    const before = specs.slice(0, index)
    const like = collidingTopic(
      name,
      before.map((one) => one.name),
    )
    const first = before.find((one) => one.name === like)
    return first
      ? [`${place}: topic "${name}" differs from "${first.name}" (${first.place}) in "." and "_" only`]
      : []
  })
  if (lines.length === 0) return
  throw new KbookError('BAD_INPUT', lines.join('\n'), {
    hint: 'Their metrics would have the same name: Kafka makes one of them. Give one of them another name.',
  })
}

/** Says where in the files it stands what was refused. */
async function placed(spec: TopicSpec, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    const {code, message, hints, details, exitCode} = error
    const options = {hint: hints, exitCode, cause: error, ...(details && {details})}
    throw new KbookError(code, `${placeOf(message, spec)}: ${message}`, options)
  }
}

/** That of the setting which a refusal names, or of the topic. */
function placeOf(refusal: string, {name, place, settingPlaces}: TopicSpec): string {
  const words = new Set(
    refusal
      .replaceAll(name, '')
      .split(/[^A-Za-z0-9._-]+/)
      .map((word) => word.replace(/\.$/, '')),
  )
  const [first, ...others] = [...settingPlaces].filter(([setting]) => words.has(setting))
  return first && others.length === 0 ? first[1] : place
}
