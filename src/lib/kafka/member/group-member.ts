import {Gate} from '../../consumer/source/gate.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {readAssignment} from '../groups/classic.js'
import type {JoinGroupResponse} from '../protocol/apis/join-group.js'
import {ERROR_CODE, isRetriable} from '../protocol/errors.js'
import {TransportError} from '../transport-error.js'
import {ASSIGNOR, assignRanges, decodeSubscription, encodeAssignment, encodeSubscription} from './assignor.js'
import {Generation} from './generation.js'

/** The last versions whose meaning is known here. */
const JOIN_VERSION = 7
const SYNC_VERSION = 5
const HEARTBEAT_VERSION = 4
const LEAVE_VERSION = 4

/** How long the others are waited for when the group shares out anew. */
const REBALANCE_TIMEOUT_MS = 60_000
const RETRY_MS = 1000

export interface MemberSettings {
  readonly group: string
  readonly topics: readonly string[]
  /** Static membership (KIP-345): who comes back under this id takes its place at once, without a time-out. */
  readonly instanceId: string
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
}

export interface MemberHooks {
  /** The coordinator has answered. */
  onContact(): void
  /** It has not, and is asked again. */
  onTrouble(error: KbookError): void
  /** The membership begins, or is known again to last; `reason` tells why it does not. */
  onMembership?(reason: string | undefined): void
}

/**
 * A member of a consumer group (classic protocol). Heartbeats go by a timer, whatever is done with messages, and
 * a rebalance is told before partitions go, so that work can be committed first.
 */
export class GroupMember {
  private memberId = ''
  private generation: Generation | undefined
  /** Runs out when the coordinator would end the session: that long after its last answer. */
  private session: NodeJS.Timeout | undefined
  private readonly gate = new Gate()

  constructor(
    private readonly cluster: Cluster,
    private readonly settings: MemberSettings,
    private readonly hooks: MemberHooks,
  ) {}

  get current(): Generation | undefined {
    return this.generation
  }

  /** Joins, as often as it takes. Undefined when stopped meanwhile; rejects when it may not join. */
  async join(): Promise<Generation | undefined> {
    this.generation?.end()
    while (!this.gate.stopped) {
      try {
        const generation = await this.gate.unlessStopped(this.joinOnce())
        if (!generation) continue
        this.generation = generation
        this.lasts(generation)
        this.hooks.onContact()
        void this.beat(generation)
        return generation
      } catch (error) {
        await this.recover(error)
      }
    }
    return undefined
  }

  /** Gives the partitions back at once, so that nobody has to wait for the session to end. */
  async leave(): Promise<void> {
    this.gate.stop()
    clearTimeout(this.session)
    const {memberId} = this
    const {group, instanceId} = this.settings
    this.generation?.end()
    if (memberId === '') return
    this.memberId = ''
    const options = {maxVersion: LEAVE_VERSION, timeoutMs: this.settings.sessionTimeoutMs}
    await this.cluster.toCoordinator(
      group,
      'LeaveGroup',
      (version) =>
        version < 3
          ? {groupId: group, memberId}
          : {groupId: group, members: [{memberId, groupInstanceId: instanceId}]},
      options,
    )
  }

  /** What an error code of a request of this member means for its membership. */
  heed(code: number): void {
    if (code === ERROR_CODE.none) {
      this.hooks.onContact()
    } else if (code === ERROR_CODE.fencedInstanceId) {
      this.generation?.fail(fenced(this.settings.group))
    } else if (REJOIN.includes(code)) {
      if (code === ERROR_CODE.unknownMemberId) this.memberId = ''
      this.generation?.end()
    } else {
      this.hooks.onTrouble(kafkaError(code, `group "${this.settings.group}"`))
    }
  }

  /** A request did not get through: the coordinator may be another broker by now. */
  async heedFailure(error: unknown): Promise<void> {
    if (!(error instanceof KbookError)) throw error
    this.hooks.onTrouble(error)
    await this.cluster.coordinators([this.settings.group], {refresh: true}).catch(() => undefined)
  }

  /** Undefined: to be tried again at once. */
  private async joinOnce(): Promise<Generation | undefined> {
    const {group, topics, instanceId, sessionTimeoutMs} = this.settings
    const joined = await this.cluster.toCoordinator(
      group,
      'JoinGroup',
      (version) => ({
        groupId: group,
        sessionTimeoutMs,
        rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
        memberId: this.memberId,
        ...(version < 5 ? {} : {groupInstanceId: instanceId}),
        protocolType: 'consumer',
        protocols: [{name: ASSIGNOR, metadata: encodeSubscription(topics)}],
      }),
      {
        maxVersion: JOIN_VERSION,
        timeoutMs: REBALANCE_TIMEOUT_MS + this.cluster.requestTimeoutMs,
        apart: true,
      },
    )
    if (joined.errorCode === ERROR_CODE.memberIdRequired) {
      this.memberId = joined.memberId
      return undefined
    }
    this.check(joined.errorCode)
    this.memberId = joined.memberId
    return this.sync(joined)
  }

  private async sync({generationId, memberId, leader, members}: JoinGroupResponse): Promise<Generation> {
    const {group, instanceId} = this.settings
    const assignments = leader === memberId ? await this.shareOut(members) : []
    const synced = await this.cluster.toCoordinator(
      group,
      'SyncGroup',
      (version) => ({
        groupId: group,
        generationId,
        memberId,
        ...(version < 3 ? {} : {groupInstanceId: instanceId}),
        ...(version < 5 ? {} : {protocolType: 'consumer', protocolName: ASSIGNOR}),
        assignments,
      }),
      {
        maxVersion: SYNC_VERSION,
        timeoutMs: REBALANCE_TIMEOUT_MS + this.cluster.requestTimeoutMs,
        apart: true,
      },
    )
    this.check(synced.errorCode)
    return new Generation(generationId, memberId, readAssignment(synced.assignment) ?? [])
  }

  /** The leader of a group decides for all. */
  private async shareOut(
    members: JoinGroupResponse['members'],
  ): Promise<{memberId: string; assignment: Buffer}[]> {
    const subscribers = members.map(({memberId, groupInstanceId, metadata}) => ({
      memberId,
      instanceId: groupInstanceId,
      topics: decodeSubscription(metadata),
    }))
    const names = [...new Set(subscribers.flatMap(({topics}) => topics))]
    const topics = await this.cluster.topics(names, {refresh: true})
    const counts = new Map([...topics.values()].map(({name, partitions}) => [name, partitions.length]))
    return [...assignRanges(subscribers, counts)].map(([memberId, partitions]) => ({
      memberId,
      assignment: encodeAssignment(partitions),
    }))
  }

  private async beat(generation: Generation): Promise<void> {
    const {group, instanceId, heartbeatIntervalMs, sessionTimeoutMs} = this.settings
    while ((await this.gate.sleep(heartbeatIntervalMs)) && !generation.isOver) {
      try {
        const {errorCode} = await this.cluster.toCoordinator(
          group,
          'Heartbeat',
          (version) => ({
            groupId: group,
            generationId: generation.id,
            memberId: generation.memberId,
            ...(version < 3 ? {} : {groupInstanceId: instanceId}),
          }),
          {maxVersion: HEARTBEAT_VERSION, timeoutMs: sessionTimeoutMs},
        )
        if (this.generation !== generation) return
        if (errorCode === ERROR_CODE.none) this.lasts(generation)
        this.heed(errorCode)
      } catch (error) {
        await this.heedFailure(error)
      }
    }
  }

  /** The coordinator knows this member, unless it has been told otherwise meanwhile. */
  private lasts(generation: Generation): void {
    if (generation.isOver) return
    const {sessionTimeoutMs} = this.settings
    clearTimeout(this.session)
    this.hooks.onMembership?.(undefined)
    this.session = setTimeout(
      () => this.hooks.onMembership?.(`no heartbeat got through for ${sessionTimeoutMs / 1000} s`),
      sessionTimeoutMs,
    ).unref()
  }

  /** Throws for a code that stands against joining; those that pass are to be tried again. */
  private check(code: number): void {
    if (code === ERROR_CODE.none) return
    if (code === ERROR_CODE.fencedInstanceId) throw fenced(this.settings.group)
    if (code === ERROR_CODE.unknownMemberId) this.memberId = ''
    const error = kafkaError(code, `group "${this.settings.group}"`)
    throw REJOIN.includes(code) || isRetriable(code) ? new TryAgain(error) : error
  }

  private async recover(error: unknown): Promise<void> {
    if (error instanceof TryAgain) this.hooks.onTrouble(error.error)
    else if (error instanceof TransportError) await this.heedFailure(error)
    else throw error
    await this.gate.sleep(RETRY_MS)
  }
}

/** The group has moved on without this member, which can join it again. */
const REJOIN: readonly number[] = [
  ERROR_CODE.illegalGeneration,
  ERROR_CODE.unknownMemberId,
  ERROR_CODE.rebalanceInProgress,
]

class TryAgain extends Error {
  constructor(readonly error: KbookError) {
    super(error.message)
  }
}

const fenced = (group: string): KbookError =>
  new KbookError('GROUP_ACTIVE', `another consumer has taken this one's place in group "${group}"`, {
    hint: 'Two consumers run with copies of one history: stop one of them, and give it a history of its own.',
    details: {group},
  })
