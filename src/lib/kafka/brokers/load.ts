import type {BrokerInfo, ClusterInfo, TopicInfo} from '../types.js'

/** What a broker has to do, as the cluster's metadata tell it. */
export interface BrokerLoad {
  readonly id: number
  /** What it advertises; undefined for a broker that is away and known only from the replicas that it has. */
  readonly host: string | undefined
  readonly port: number | undefined
  readonly rack: string | undefined
  readonly alive: boolean
  readonly controller: boolean
  /** Partitions that it leads. */
  readonly leaders: number
  /** Copies of partitions that it has. */
  readonly replicas: number
  /** Partitions whose first replica it is. */
  readonly preferred: number
  /** Those of them that it leads. */
  readonly preferredLed: number
  /** Its copies that are not in sync with their leader. */
  readonly outOfSync: number
  /** Partitions that it leads and that lack a copy in sync. */
  readonly underReplicated: number
}

/** How partitions are spread over the brokers: by id, brokers included that are away or have nothing. Pure. */
export function brokerLoads(
  {brokers}: ClusterInfo,
  topics: Iterable<TopicInfo>,
  controller: number | undefined,
): BrokerLoad[] {
  const counts = new Map<number, Counts>(brokers.map(({id}) => [id, noCounts()]))
  const of = (id: number): Counts => {
    let found = counts.get(id)
    if (!found) counts.set(id, (found = noCounts()))
    return found
  }
  for (const {partitions} of topics) {
    for (const {leader, replicas, isr} of partitions) {
      const [preferred] = replicas
      if (preferred !== undefined) of(preferred).preferred++
      if (preferred !== undefined && preferred === leader) of(preferred).preferredLed++
      if (leader !== undefined) of(leader).leaders++
      if (leader !== undefined && isr.length < replicas.length) of(leader).underReplicated++
      for (const replica of replicas) {
        of(replica).replicas++
        if (!isr.includes(replica)) of(replica).outOfSync++
      }
    }
  }
  const alive = new Map(brokers.map((broker) => [broker.id, broker]))
  return [...counts]
    .map(([id, load]) => ({...identityOf(id, alive.get(id)), controller: id === controller, ...load}))
    .sort((a, b) => a.id - b.id)
}

type Counts = {
  -readonly [
    N in 'leaders' | 'replicas' | 'preferred' | 'preferredLed' | 'outOfSync' | 'underReplicated'
  ]: number
}

const noCounts = (): Counts => ({
  leaders: 0,
  replicas: 0,
  preferred: 0,
  preferredLed: 0,
  outOfSync: 0,
  underReplicated: 0,
})

const identityOf = (
  id: number,
  broker: BrokerInfo | undefined,
): Pick<BrokerLoad, 'id' | 'host' | 'port' | 'rack' | 'alive'> => ({
  id,
  host: broker?.host,
  port: broker?.port,
  rack: broker?.rack,
  alive: broker !== undefined,
})
