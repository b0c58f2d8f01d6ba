import {stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {KbookError} from '../../errors.js'
import {fileDeadLetters} from '../dead-letter/file-sink.js'
import {noDeadLetters} from '../dead-letter/no-letters.js'
import type {DeadLetterSink} from '../dead-letter/sink.js'
import type {HistoryStore} from '../history/store.js'
import {databasePath} from '../service/history-path.js'
import type {IncidentSource} from '../source/source.js'
import type {NewEvent} from './events.js'
import type {IncidentConsumerOptions} from './options.js'

/** The history of a run: the consumer's own, or for a dry run a look at it. */
export async function openHistory(
  options: IncidentConsumerOptions,
  emit: (event: NewEvent) => void,
): Promise<HistoryStore> {
  if (options.openHistory) return options.openHistory()
  const path = databasePath(options.history)
  const {openSqliteHistory, openDryRunHistory} = await import('../history/sqlite/store.js')
  if (options.mode === 'dry-run') return openDryRunHistory(path)
  const history = await openSqliteHistory(path, options.config.history.retentionMs)
  if (path === options.history) return history
  try {
    const {takeOverJson} = await import('../history/take-over.js')
    const report = await takeOverJson(options.history, path)
    if (report) emit({type: 'imported', from: options.history, to: path, ...report})
    return history
  } catch (error) {
    await history.close()
    throw error
  }
}

/** Where messages come from. */
export async function openSource(
  options: IncidentConsumerOptions,
  history: HistoryStore,
): Promise<IncidentSource> {
  const {source, from, once = false, mode = 'run'} = options
  if (source.kind === 'file') {
    const {path, follow = false} = source
    if (path === '-' || !(await isPlainFile(path))) {
      if (from === undefined) return openStream(path)
      throw new KbookError('BAD_INPUT', '--from does not go with a stream, which is read as it comes', {
        hint: 'Leave --from out, or read a plain file: --file PATH.',
      })
    }
    const {FileSource} = await import('../source/file-source.js')
    return new FileSource({path, follow, from, history})
  }
  const {openKafkaSource} = await import('../../kafka/incident-source.js')
  return openKafkaSource({
    connection: source.connection,
    settings: kafkaSettings(options),
    topics: source.topics ?? kafkaSettings(options).topics,
    partitions: source.partitions,
    history,
    historyPath: options.history,
    from,
    once,
    acceptCommits: options.newHistory ?? false,
    joins: mode === 'run' && source.partitions === undefined,
  })
}

async function openStream(path: string): Promise<IncidentSource> {
  const {StreamSource} = await import('../source/stream-source.js')
  if (path === '-') return new StreamSource('stdin', process.stdin)
  const {createReadStream} = await import('node:fs')
  return new StreamSource(path, createReadStream(path))
}

/** Pipes and devices are read as streams. What is not there is the file source's to tell. */
const isPlainFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => true,
  )

/** Where messages go that cannot be read. */
export async function openDeadLetters(options: IncidentConsumerOptions): Promise<DeadLetterSink> {
  const {config, source, mode = 'run', version = ''} = options
  const sender = {group: config.kafka?.groupId ?? config.name, version}
  const configured = config.deadLetter
  const file = configured && 'file' in configured ? configured.file : defaultFile(options)
  if (source.kind === 'file' || file !== undefined) {
    if (configured && 'topic' in configured) {
      throw new KbookError(
        'BAD_CONFIG',
        `dead_letter names the topic ${configured.topic}, but a file is read`,
        {
          hint: 'Name a file instead: dead_letter: {file: PATH}',
        },
      )
    }
    const path = file ?? ''
    return mode === 'dry-run' ? noDeadLetters(() => path) : fileDeadLetters(path, sender)
  }
  const target = (topic: string): string =>
    configured && 'topic' in configured ? configured.topic : `${topic}.dlq`
  if (mode === 'dry-run') return noDeadLetters(target)
  const {kafkaDeadLetters} = await import('../../kafka/dead-letters.js')
  return kafkaDeadLetters(source.connection, target, sender)
}

/** Beside the history, since the folder of the messages may not be ours to write. Undefined: a topic. */
function defaultFile({source, history}: IncidentConsumerOptions): string | undefined {
  if (source.kind === 'kafka') return undefined
  const name = source.path === '-' ? 'stdin' : basename(source.path).replace(/\.jsonl?$/, '')
  return join(dirname(history), `${name}.dlq.jsonl`)
}

function kafkaSettings({config}: IncidentConsumerOptions): NonNullable<typeof config.kafka> {
  if (config.kafka) return config.kafka
  throw new KbookError('BAD_CONFIG', 'the configuration names no Kafka topic to read', {
    hint: 'Add kafka: {consumer_group_id: …, topics: […]}, or read a file with --file.',
    details: {files: config.files},
  })
}
