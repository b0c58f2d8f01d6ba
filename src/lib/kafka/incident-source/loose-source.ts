import {StartJudge} from '../../consumer/engine/start-judge.js'
import {GatedSource} from '../../consumer/source/gated-source.js'
import type {SourceHandler} from '../../consumer/source/source.js'
import type {Cluster} from '../cluster.js'
import type {KafkaSourceOptions} from '../incident-source.js'
import {takeOver} from './assignment.js'
import {Contact} from './contact.js'
import {partitionsOf} from './preflight.js'
import {Reader} from './reader.js'
import {Troubles} from './troubles.js'

/** Reads topics beside the group, from where the group is, and leaves no trace: for looking and for debugging. */
export class LooseSource extends GatedSource {
  override readonly kind = 'kafka'
  override readonly name: string
  override readonly keepsPositions = false

  constructor(
    private readonly cluster: Cluster,
    private readonly options: KafkaSourceOptions,
  ) {
    super()
    this.name = options.settings.groupId
  }

  override async close(): Promise<void> {
    await super.close()
    await this.cluster.close()
  }

  protected override async read(handler: SourceHandler): Promise<'end-of-input' | 'stopped'> {
    const {cluster, gate} = this
    const {settings, topics, partitions: only, history, historyPath, from, once} = this.options
    const contact = new Contact(handler)
    const partitions = await partitionsOf(cluster, topics, only)
    contact.answered()
    const {uuid} = history.identity()
    const judge = new StartJudge(
      {uuid, startFrom: settings.startFrom, asked: from, acceptCommits: true},
      {group: settings.groupId, history: historyPath},
    )
    const troubles = new Troubles((message) => handler.warning(message))
    const reader = new Reader(cluster, gate, {
      total: partitions.length,
      once,
      handler,
      onDone: (partition) => troubles.clear(partition),
      onContact: () => contact.answered(),
      onTrouble: (error) => contact.failed(error),
      onPartitionTrouble: (partition, error) => troubles.add(partition, error),
    })
    const taking = takeOver(partitions, {
      cluster,
      group: settings.groupId,
      judge,
      history: {positions: () => history.positions(), reposition: () => Promise.resolve()},
      once,
      handler,
      gate,
      troubles,
      onTrouble: (error) => contact.failed(error),
      onStarts: (started) => reader.add(started),
    })
    taking.catch(() => gate.stop())
    const end = await reader.run()
    await taking
    return end === 'at-end' ? 'end-of-input' : 'stopped'
  }
}
