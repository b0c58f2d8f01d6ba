// The consumer that killLoop() starts and kills. Run by itself: its settings come as JSON in the first argument.
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {createIncidentConsumer} from '../../src/lib/consumer/engine/consumer.js'
import {openSqliteHistory} from '../../src/lib/consumer/history/sqlite/store.js'
import type {HistoryStore} from '../../src/lib/consumer/history/store.js'
import {consumerConfig, execAction, kafkaSettings} from './consumer.js'
import {broken, type Mutation} from './broken-history.js'

export interface KillChildSettings {
  connection: KafkaConnection
  group: string
  topic: string
  history: string
  /** One file an action; each start of it appends its key as a line. */
  outputs: string[]
  mutation: Mutation | undefined
  /** Ends when everything has been read and acted on. */
  once: boolean
}

// The effect comes first, then some time in which the action can be cut off.
const APPEND = 'printf "%s\\n" "$KBOOK_IDEMPOTENCY_KEY" >> "$1"; sleep 0.01'

const settings = JSON.parse(process.argv[2] ?? '') as KillChildSettings
const actions = settings.outputs.map((file, index) =>
  execAction(`append-${index}`, ['/bin/sh', '-c', APPEND, 'append', file]),
)
const {mutation, history} = settings
const openHistory = async (): Promise<HistoryStore> => {
  const store = await openSqliteHistory(history)
  return mutation === undefined ? store : broken(store, mutation)
}

const consumer = createIncidentConsumer({
  config: consumerConfig(
    {
      // Many small claims, so that a kill has many moments to hit.
      kafka: {...kafkaSettings(settings.group, settings.topic), maxPollRecords: 20},
      concurrency: 12,
    },
    actions,
  ),
  source: {kind: 'kafka', connection: settings.connection},
  history,
  openHistory,
  // A broken history does not cover what it had committed; a sound one always does.
  newHistory: mutation !== undefined,
  once: settings.once,
})
consumer.on((event) => {
  if (event.type === 'ready' || event.type === 'warning') process.stdout.write(`${JSON.stringify(event)}\n`)
})
process.on('SIGTERM', () => consumer.stop())
try {
  const {counts, pending} = await consumer.run()
  process.stdout.write(`${JSON.stringify({type: 'ended', counts, pending})}\n`)
} catch (error) {
  process.stdout.write(`${JSON.stringify({type: 'failed', error: String(error)})}\n`)
  process.exitCode = 1
}
