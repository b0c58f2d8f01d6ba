/** A broker that may hold replicas. Those without a rack count as a rack of their own. */
export interface Place {
  readonly id: number
  readonly rack: string | undefined
}

/** What the brokers hold while a new assignment is worked out. */
export class Placement {
  private readonly replicas = new Map<number, number>()
  private readonly firsts = new Map<number, number>()
  private readonly racks: ReadonlyMap<number, string>

  constructor(readonly places: readonly Place[]) {
    this.racks = new Map(places.map(({id, rack}) => [id, rack ?? `broker ${id}`]))
  }

  /** Replicas of a broker. */
  load(id: number): number {
    return this.replicas.get(id) ?? 0
  }

  /** Partitions whose preferred leader a broker is. */
  leads(id: number): number {
    return this.firsts.get(id) ?? 0
  }

  add(replicas: readonly number[], times = 1): void {
    for (const id of replicas) this.replicas.set(id, this.load(id) + times)
    const [first] = replicas
    if (first !== undefined) this.firsts.set(first, this.leads(first) + times)
  }

  remove(replicas: readonly number[]): void {
    this.add(replicas, -1)
  }

  /** In how many racks the replicas are. */
  spread(replicas: readonly number[]): number {
    return new Set(replicas.map((id) => this.racks.get(id) ?? `broker ${id}`)).size
  }

  /** The broker that is best to hold one more: in a new rack, then with the least to hold. */
  bestFor(replicas: readonly number[]): number | undefined {
    const used = new Set(replicas.map((id) => this.racks.get(id)))
    const candidates = this.places.map(({id}) => id).filter((id) => !replicas.includes(id))
    return least(
      candidates,
      (id) => Number(used.has(this.racks.get(id))),
      (id) => this.load(id),
    )
  }
}

/** The first for which the keys are least, compared one after another. */
export function least<T>(items: readonly T[], ...keys: readonly ((item: T) => number)[]): T | undefined {
  let [best] = items
  for (let index = 1; index < items.length; index++) {
    const item = items[index] as T
    for (const key of keys) {
      const difference = key(item) - key(best as T)
      if (difference < 0) best = item
      if (difference !== 0) break
    }
  }
  return best
}
