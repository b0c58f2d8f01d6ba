import {Gate} from '../../consumer/source/gate.js'
import type {Cluster} from '../cluster.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {byTopic} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'
import type {GroupMember, MemberSettings} from './group-member.js'

/** Later versions belong to another protocol, or name topics by id. */
const COMMIT_VERSION = 8
const RETRY_MS = 1000

export interface CommitPosition extends TopicPartition {
  /** Next offset to be read. */
  readonly offset: bigint
}

/**
 * Commits positions, one request at a time: what is noted while one is under way goes with the next. One that
 * fails is made again; nothing hangs on it, since claims are durable before.
 */
export class Committer {
  private readonly noted = new Map<string, CommitPosition>()
  private readonly gate = new Gate()
  private working: Promise<void> | undefined

  constructor(
    private readonly cluster: Cluster,
    private readonly member: GroupMember,
    private readonly settings: Pick<MemberSettings, 'group' | 'instanceId'>,
    /** Stands in each commit. */
    private readonly metadata: string,
  ) {}

  note(position: CommitPosition): void {
    this.noted.set(keyOf(position), position)
    this.working ??= this.work().finally(() => (this.working = undefined))
  }

  /** Tries to commit what was noted, and ends the tries before. */
  async flush(): Promise<void> {
    this.gate.stop()
    await this.working
    if (this.noted.size > 0) await this.commit()
  }

  private async work(): Promise<void> {
    while (this.noted.size > 0 && !this.gate.stopped) {
      if (!(await this.commit())) await this.gate.sleep(RETRY_MS)
    }
  }

  private async commit(): Promise<boolean> {
    const positions = [...this.noted.values()]
    this.noted.clear()
    if (await this.send(positions)) return true
    // What was noted meanwhile is newer.
    for (const position of positions) {
      if (!this.noted.has(keyOf(position))) this.noted.set(keyOf(position), position)
    }
    return false
  }

  private async send(positions: readonly CommitPosition[]): Promise<boolean> {
    const generation = this.member.current
    if (!generation || generation.isOver) return false
    const {group, instanceId} = this.settings
    try {
      const {topics} = await this.cluster.toCoordinator(
        group,
        'OffsetCommit',
        (version) => ({
          groupId: group,
          generationIdOrMemberEpoch: generation.id,
          memberId: generation.memberId,
          ...(version < 7 ? {} : {groupInstanceId: instanceId}),
          topics: this.rows(positions),
        }),
        {maxVersion: COMMIT_VERSION},
      )
      const codes = topics.flatMap(({partitions}) => partitions.map(({errorCode}) => errorCode))
      const failed = codes.find((code) => code !== ERROR_CODE.none)
      if (failed !== undefined) this.member.heed(failed)
      return failed === undefined
    } catch (error) {
      await this.member.heedFailure(error)
      return false
    }
  }

  private rows(positions: readonly CommitPosition[]): CommitRow[] {
    return [...byTopic(positions)].map(([name, rows]) => ({
      name,
      partitions: rows.map(({partition, offset}) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedMetadata: this.metadata,
      })),
    }))
  }
}

interface CommitRow {
  name: string
  partitions: {partitionIndex: number; committedOffset: bigint; committedMetadata: string}[]
}

const keyOf = ({topic, partition}: TopicPartition): string => `${topic}-${partition}`
