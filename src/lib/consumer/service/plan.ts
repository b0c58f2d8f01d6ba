import {parseTimer} from '../../config/duration.js'
import type {Environment} from '../../config/paths.js'
import {KbookError} from '../../errors.js'
import type {ConsumerConfig} from '../config/types.js'
import type {IncidentConsumerOptions, SourceSelection} from '../engine/consumer.js'
import type {ConsumerMode} from '../engine/events.js'
import {historyPathOf} from './locate-history.js'
import {defaultPidFile} from './pid-file.js'
import type {ServiceOptions} from './run.js'
import {parseStartPosition} from './start-position.js'

/** What the command line asks for. Whatever it leaves out is the configuration's. */
export interface ConsumeRequest {
  source?: 'kafka' | 'file' | undefined
  file?: string | undefined
  follow?: boolean
  topics?: readonly string[] | undefined
  partitions?: readonly number[] | undefined
  history?: string | undefined
  newHistory?: boolean
  from?: string | undefined
  once?: boolean
  maxMessages?: number | undefined
  dryRun?: boolean
  noCommit?: boolean
  why?: boolean
  trace?: boolean
  grace?: string | undefined
  listen?: string | undefined
  pidFile?: string | undefined
}

/** A source before its connection, which may need files that are awaited first. */
type PlannedSource =
  Omit<Extract<SourceSelection, {kind: 'kafka'}>, 'connection'> | Extract<SourceSelection, {kind: 'file'}>

/** A run, decided in every detail but the connection to the cluster. */
export interface ConsumePlan {
  source: PlannedSource
  consumer: Omit<IncidentConsumerOptions, 'source'>
  service: Omit<ServiceOptions, 'create' | 'onEvent'>
}

/**
 * Puts request, configuration and defaults together.
 *
 * @throws KbookError `BAD_INPUT` or `BAD_CONFIG` for what does not fit together
 */
export async function planConsume(
  request: ConsumeRequest,
  config: ConsumerConfig,
  env: Environment = process.env,
): Promise<ConsumePlan> {
  const source = planSource(request, config)
  const {from, maxMessages, listen = config.listen, pidFile = config.pidFile} = request
  return {
    source,
    consumer: {
      config,
      history: request.history ?? historyPathOf(config, {standIn: standsIn(source, config)}, env),
      mode: modeOf(request),
      graceMs: request.grace === undefined ? config.graceMs : parseTimer(request.grace),
      once: request.once ?? false,
      newHistory: request.newHistory ?? false,
      why: request.why ?? false,
      trace: request.trace ?? false,
      ...(from === undefined ? {} : {from: parseStartPosition(from)}),
      ...(maxMessages === undefined ? {} : {maxMessages}),
    },
    service: {
      waitFor: config.waitFor,
      readyAfterMs: config.readyAfterMs,
      listen,
      pidFile:
        pidFile ??
        (source.kind === 'kafka' && modeOf(request) === 'run' ? await defaultPidFile() : undefined),
    },
  }
}

/** Reading single partitions leaves the group alone, so it commits nothing either. */
const modeOf = ({dryRun, noCommit, partitions}: ConsumeRequest): ConsumerMode =>
  dryRun ? 'dry-run' : noCommit || partitions ? 'no-commit' : 'run'

function planSource(request: ConsumeRequest, config: ConsumerConfig): PlannedSource {
  const {file = config.sourceFile, topics, partitions, follow} = request
  const kind =
    request.source ?? (request.file !== undefined || config.sourceFile !== undefined ? 'file' : 'kafka')
  refuseIgnored(request, kind)
  if (kind === 'file') {
    if (file !== undefined) return {kind, path: file, follow: follow ?? false}
    throw new KbookError('BAD_INPUT', 'the file source needs a file', {
      hint: '--file PATH reads JSON lines, --file - the standard input.',
    })
  }
  if (!config.kafka) {
    throw new KbookError('BAD_CONFIG', `${config.files[0]} says nothing about Kafka`, {
      hint: ['It needs kafka: {consumer_group_id, topics}.', '--file PATH reads from a file instead.'],
    })
  }
  return {kind, ...(topics ? {topics} : {}), ...(partitions ? {partitions} : {})}
}

/** Flags that would have no effect are mistakes of whoever gave them. */
function refuseIgnored(
  {file, topics, partitions, follow, once}: ConsumeRequest,
  kind: 'kafka' | 'file',
): void {
  const without = (flag: string, what: string): KbookError =>
    new KbookError('BAD_INPUT', `${flag} does not go with ${what}`, {hint: 'Leave one of them out.'})
  if (kind === 'file' && topics) throw without('--topic', 'a file as the source, which has no topics')
  if (kind === 'file' && partitions)
    throw without('--partition', 'a file as the source, which has no partitions')
  if (kind === 'kafka' && file !== undefined) throw without('--file', '--source kafka')
  if (kind === 'kafka' && follow) throw without('--follow', 'Kafka as the source, which is always followed')
  if (follow && once) throw without('--follow', '--once')
}

/** A file in the place of the topics that the configuration names. */
const standsIn = ({kind}: PlannedSource, {kafka, sourceFile}: ConsumerConfig): boolean =>
  kind === 'file' && kafka !== undefined && sourceFile === undefined
