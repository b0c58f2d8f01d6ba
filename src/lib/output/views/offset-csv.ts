import {formatCsv} from '../../kafka/offsets/csv.js'
import type {OffsetPlan} from '../../kafka/offsets/types.js'

/** Targets of a plan. */
export const planCsv = ({groups}: OffsetPlan, withGroup: boolean): string =>
  formatCsv(
    groups.flatMap(({group, offsets}) =>
      offsets.map(({topic, partition, target}) => ({group, topic, partition, offset: target})),
    ),
    withGroup,
  )
