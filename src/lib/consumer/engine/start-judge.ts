import type {KbookError} from '../../errors.js'
import {
  planStarts,
  uncoveredError,
  type PartitionFacts,
  type PlannedStart,
  type StartRules,
} from './positions.js'

type Commit = PartitionFacts['committed']

/**
 * Judges where the partitions of one run are read from, each whenever it becomes known. What was asked for the run
 * holds for the first time that a partition is read; from then on the history tells how far it is.
 */
export class StartJudge {
  /** The group's commit when reading began, by partition. */
  private readonly begun = new Map<string, Commit>()

  constructor(
    readonly rules: StartRules,
    private readonly names: {readonly group: string; readonly history: string},
  ) {}

  /** @throws KbookError `HISTORY_MISMATCH` where reading on would pass over messages that nobody claimed */
  plan(partitions: readonly PartitionFacts[]): PlannedStart[] {
    const first = planStarts(
      partitions.filter((facts) => !this.begun.has(keyOf(facts))),
      this.rules,
    )
    const again = planStarts(
      partitions.filter((facts) => this.begun.has(keyOf(facts))).map((facts) => this.withoutOld(facts)),
      {...this.rules, asked: undefined, acceptCommits: false},
    )
    const uncovered = [...first.uncovered, ...again.uncovered]
    if (uncovered.length > 0) throw this.refusal(uncovered)
    return [...first.starts, ...again.starts]
  }

  /** Reading of them begins: their starts are in the history. */
  begin(partitions: readonly PartitionFacts[]): void {
    for (const facts of partitions) {
      if (!this.begun.has(keyOf(facts))) this.begun.set(keyOf(facts), facts.committed)
    }
  }

  /** A commit of this run, or one that was judged before, says nothing that the history does not know better. */
  private withoutOld(facts: PartitionFacts): PartitionFacts {
    const {committed} = facts
    const before = this.begun.get(keyOf(facts))
    const own = committed?.metadata === this.rules.uuid
    const same = committed?.offset === before?.offset && committed?.metadata === before?.metadata
    return own || same ? {...facts, committed: undefined} : facts
  }

  private refusal(uncovered: Parameters<typeof uncoveredError>[0]): KbookError {
    return uncoveredError(uncovered, this.names.group, this.names.history)
  }
}

const keyOf = ({topic, partition}: PartitionFacts): string => `${topic}-${partition}`
