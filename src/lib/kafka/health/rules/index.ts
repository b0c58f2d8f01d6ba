import type {Finding, HealthCheck, HealthSnapshot, HealthSource, Visibility} from '../types.js'
import {judgeBrokers} from './brokers.js'
import {judgeController} from './controller.js'
import {judgeCoordinators} from './coordinators.js'
import {judgeGroups} from './groups.js'
import {judgeLag, type LagLimitOf} from './lag.js'
import {judgeLeaders} from './leaders.js'
import {judgeListeners} from './listeners.js'
import {judgeLogDirs} from './logdirs.js'
import {judgeMetrics} from './metrics.js'
import {judgeMinIsr} from './min-isr.js'
import {judgePartitions} from './partitions.js'
import {judgeQuorum} from './quorum.js'
import {judgeReplication} from './replication.js'
import {judgeTransactions} from './transactions.js'

/** What differs from one cluster to the other. */
export interface HealthLimits {
  readonly lagLimit: LagLimitOf
}

interface Rule {
  readonly check: HealthCheck
  /** What has to be seen whole for it: nothing is well of which only a part is shown. */
  readonly sees?: readonly (keyof Visibility)[]
  /** What has to be read for it. */
  readonly needs: readonly HealthSource[]
  readonly judge: (snapshot: HealthSnapshot, limits: HealthLimits) => readonly Finding[]
}

export const RULES: readonly Rule[] = [
  {check: 'controller', needs: ['views', 'quorum'], judge: judgeController},
  {check: 'brokers', needs: ['topics', 'registered'], judge: judgeBrokers},
  {check: 'listeners', needs: ['views'], judge: judgeListeners},
  {check: 'quorum', needs: ['quorum', 'views'], judge: judgeQuorum},
  {check: 'partitions', sees: ['topics'], needs: ['topics', 'eligible'], judge: judgePartitions},
  {check: 'min-isr', sees: ['topics'], needs: ['topics', 'minIsr'], judge: judgeMinIsr},
  {check: 'replication', sees: ['topics'], needs: ['topics', 'reassignments'], judge: judgeReplication},
  {check: 'leaders', sees: ['topics'], needs: ['topics'], judge: judgeLeaders},
  {check: 'transactions', sees: ['topics'], needs: ['transactions'], judge: judgeTransactions},
  {check: 'logdirs', needs: ['logDirs'], judge: judgeLogDirs},
  {check: 'coordinators', sees: ['topics', 'groups'], needs: ['topics', 'lag'], judge: judgeCoordinators},
  {check: 'groups', sees: ['groups'], needs: ['lag', 'rebalancing'], judge: judgeGroups},
  {
    check: 'lag',
    sees: ['groups'],
    needs: ['lag'],
    judge: (snapshot, {lagLimit}) => judgeLag(snapshot, lagLimit),
  },
  {check: 'metrics', needs: ['metrics', 'logDirs'], judge: judgeMetrics},
]
