import type {ClaimedAction} from '../history/store.js'
import type {Incident} from '../types.js'
import type {ActionLabel, IncidentLabel} from './events.js'

const LONGEST_TITLE = 120

/** What a line about an incident shows of it. */
export const labelOf = ({id, source, severity, title}: Incident): IncidentLabel => ({
  id,
  source,
  severity,
  ...(title === undefined ? {} : {title: title.slice(0, LONGEST_TITLE)}),
})

/** What every event about an action carries. */
export const actionLabel = ({
  key,
  action,
  incidentId,
}: Pick<ClaimedAction, keyof ActionLabel>): ActionLabel => ({
  key,
  action,
  incidentId,
})
