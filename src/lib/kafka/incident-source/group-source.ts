import {StartJudge} from '../../consumer/engine/start-judge.js'
import {Gate} from '../../consumer/source/gate.js'
import type {IncidentSource, SourceHandler} from '../../consumer/source/source.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {KafkaSourceOptions} from '../incident-source.js'
import {Committer} from '../member/committer.js'
import type {Generation} from '../member/generation.js'
import {GroupMember} from '../member/group-member.js'
import {takeOver} from './assignment.js'
import {Contact} from './contact.js'
import {partitionFacts} from './facts.js'
import {partitionsOf, refuseOtherMembers} from './preflight.js'
import {Reader} from './reader.js'
import {Troubles} from './troubles.js'

/** How soon partitions that were added to a topic are noticed. */
const TOPICS_MAX_AGE_MS = 60_000
/** For the last commit and for leaving: a broker that hangs must not keep the consumer from ending. */
const LAST_WORDS_MS = 5000

/** Reads topics as a member of a consumer group. Commits what is durable, and goes on by itself after outages. */
export class GroupSource implements IncidentSource {
  readonly kind = 'kafka'
  readonly name: string
  readonly keepsPositions = true
  /** Of the whole run; each generation has one of its own. */
  private readonly gate = new Gate()
  private reading: Gate | undefined
  private member: GroupMember | undefined
  private running: Promise<unknown> = Promise.resolve()
  private readonly judge: StartJudge

  constructor(
    private readonly cluster: Cluster,
    private readonly options: KafkaSourceOptions,
  ) {
    const {settings, from, acceptCommits, history, historyPath} = options
    this.name = settings.groupId
    const {uuid} = history.identity()
    this.judge = new StartJudge(
      {uuid, startFrom: settings.startFrom, asked: from, acceptCommits},
      {group: settings.groupId, history: historyPath},
    )
  }

  run(handler: SourceHandler): Promise<'end-of-input' | 'stopped'> {
    const run = this.serve(handler)
    this.running = run.catch(() => undefined)
    return run
  }

  pause(): void {
    this.gate.hold()
    this.reading?.hold()
  }

  resume(): void {
    this.gate.release()
    this.reading?.release()
  }

  /** The membership goes on, so that nobody takes over what is still being worked on. */
  async stop(): Promise<void> {
    this.gate.stop()
    this.reading?.stop()
    await this.running
  }

  async close(): Promise<void> {
    await this.stop()
    try {
      await within(LAST_WORDS_MS, this.member?.leave() ?? Promise.resolve())
    } catch (error) {
      // The group finds out by itself when the session times out.
      if (!(error instanceof KbookError)) throw error
    } finally {
      await this.cluster.close()
    }
  }

  private async serve(handler: SourceHandler): Promise<'end-of-input' | 'stopped'> {
    const contact = new Contact(handler)
    await this.preflight()
    contact.answered()
    const {settings, topics} = this.options
    const member = new GroupMember(
      this.cluster,
      {
        group: settings.groupId,
        topics,
        instanceId: this.instanceId,
        sessionTimeoutMs: settings.sessionTimeoutMs,
        heartbeatIntervalMs: settings.heartbeatIntervalMs,
      },
      {
        onContact: () => contact.answered(),
        onTrouble: (error) => contact.failed(error),
        onMembership: (reason) => handler.membership(reason),
      },
    )
    this.member = member
    while (!this.gate.stopped) {
      const generation = await this.gate.unlessStopped(member.join())
      if (!generation) break
      const end = await this.read(member, generation, handler, contact)
      if (end === 'at-end') return 'end-of-input'
      if (generation.isOver) await handler.revoked(generation.assigned)
    }
    return 'stopped'
  }

  private get instanceId(): string {
    return `kbook-${this.judge.rules.uuid}`
  }

  /** Everything that can stand against this run, before the group is touched. */
  private async preflight(): Promise<void> {
    const {cluster, judge} = this
    const {history, settings, topics} = this.options
    const group = settings.groupId
    const {clusterId = ''} = await cluster.info()
    await history.bind({clusterId, group})
    const partitions = await partitionsOf(cluster, topics)
    await refuseOtherMembers(cluster, group, this.instanceId)
    const stored = await history.positions()
    const {known} = await partitionFacts(cluster, {group, partitions, stored, rules: judge.rules})
    // Those that cannot be looked at yet are judged when they can.
    judge.plan(known)
  }

  /** Reads what one generation of the group assigned, until the next one. */
  private async read(
    member: GroupMember,
    generation: Generation,
    handler: SourceHandler,
    contact: Contact,
  ): Promise<'at-end' | 'stopped'> {
    const {cluster, judge} = this
    const {settings, history, once} = this.options
    const gate = this.openGate()
    const group = settings.groupId
    const committer = new Committer(cluster, member, {group, instanceId: this.instanceId}, judge.rules.uuid)
    const troubles = new Troubles((message) => handler.warning(message))
    const onTrouble = (error: KbookError): void => contact.failed(error)
    const reader = new Reader(cluster, gate, {
      total: generation.assigned.length,
      once,
      handler,
      onDone(partition) {
        troubles.clear(partition)
        committer.note({topic: partition.topic, partition: partition.partition, offset: partition.next})
      },
      onContact: () => contact.answered(),
      onTrouble,
      onPartitionTrouble: (partition, error) => troubles.add(partition, error),
    })
    const over = generation.over.finally(() => gate.stop())
    over.catch(() => undefined)
    const watch = this.watchTopics(generation, handler)
    const taking = takeOver(generation.assigned, {
      cluster,
      group,
      judge,
      history,
      once,
      handler,
      gate,
      troubles,
      onTrouble,
      onStarts(partitions, starts) {
        reader.add(partitions)
        for (const {reason, ...start} of starts) if (reason !== 'committed') committer.note(start)
      },
    })
    let refused: {error: unknown} | undefined
    taking.catch((error: unknown) => {
      refused = {error}
      gate.stop()
    })
    try {
      const end = await reader.run()
      await gate.unlessStopped(taking)
      if (refused) throw refused.error
      await within(LAST_WORDS_MS, committer.flush())
      // Rejects when the place in the group has been taken.
      if (generation.isOver) await over
      return end
    } finally {
      gate.stop()
      clearInterval(watch)
    }
  }

  private openGate(): Gate {
    const gate = new Gate()
    if (this.gate.isHeld) gate.hold()
    if (this.gate.stopped) gate.stop()
    this.reading = gate
    return gate
  }

  /** Says when somebody else has partitions, and joins anew when a topic has got more of them. */
  private watchTopics(generation: Generation, handler: SourceHandler): NodeJS.Timeout {
    const {topics} = this.options
    let known: number | undefined
    const look = async (): Promise<void> => {
      const {length} = await partitionsOf(this.cluster, topics)
      if (known === undefined && length > generation.assigned.length) {
        handler.warning(
          `another member of the group reads ${length - generation.assigned.length} of ${length} partitions: ` +
            'what is in them is not acted on here',
        )
      }
      if (known !== undefined && length !== known) generation.end()
      known = length
    }
    const quietly = (): void => void look().catch(() => undefined)
    quietly()
    return setInterval(quietly, TOPICS_MAX_AGE_MS)
  }
}

/** Waits for a promise, but not for longer. */
async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
  await Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
