import type {MessagePlace, SkipReason} from '../history/store.js'
import type {ServiceEvent} from './events.js'

/** What became of one action over a run. */
export interface ActionTally {
  action: string
  succeeded: number
  failed: number
  unknown: number
  skipped: number
  wouldRun: number
  awaitingApproval: number
}

/** One thing that somebody should look at. */
export interface Finding {
  key: string
  action: string
  incidentId: string
  error: string
}

export interface DeadLetterFinding {
  place: MessagePlace
  /** Why, without a value of the message. */
  reason: string
  to: string
}

/** What a run came to, for its closing report. Lists are cut, counts are not. */
export interface RunTally {
  /** The source as it introduced itself; undefined when the run ended before that. */
  ready: Extract<ServiceEvent, {type: 'ready'}> | undefined
  /** The group had no commits, so it began where the configuration says. */
  newGroup: boolean
  /** By name of the action. */
  actions: readonly ActionTally[]
  skipped: ReadonlyMap<SkipReason, number>
  failed: readonly Finding[]
  unknown: readonly Finding[]
  deadLetters: readonly DeadLetterFinding[]
}

const LISTED = 10

/** Adds events up. What it keeps is bounded, however long the run. */
export function createTally(): {add: (event: ServiceEvent) => void; value: () => RunTally} {
  let ready: RunTally['ready']
  let newGroup = false
  const actions = new Map<string, ActionTally>()
  const skipped = new Map<SkipReason, number>()
  const failed: Finding[] = []
  const unknown: Finding[] = []
  const deadLetters: DeadLetterFinding[] = []

  const of = (action: string): ActionTally => {
    const tally = actions.get(action) ?? none(action)
    actions.set(action, tally)
    return tally
  }
  const add = (event: ServiceEvent): void => {
    switch (event.type) {
      case 'ready':
        ready = event
        break
      case 'joined':
        newGroup ||= event.partitions.some(({reason}) => reason === 'start-from')
        break
      case 'succeeded':
        of(event.action).succeeded++
        break
      case 'failed':
        of(event.action).failed++
        keep(failed, finding(event))
        break
      case 'unknown':
        // With the policy `retry` it is run again, and that end counts.
        if (event.policy === 'retry') break
        of(event.action).unknown++
        keep(unknown, finding(event))
        break
      case 'skipped':
        of(event.action).skipped++
        skipped.set(event.reason, (skipped.get(event.reason) ?? 0) + 1)
        break
      case 'would-run':
        of(event.action).wouldRun++
        break
      case 'awaiting-approval':
        of(event.action).awaitingApproval++
        break
      case 'dead':
        keep(deadLetters, {place: event.place, reason: event.cause.message, to: event.to})
        break
      default:
    }
  }
  const value = (): RunTally => ({
    ready,
    newGroup,
    actions: [...actions.values()].sort((a, b) => a.action.localeCompare(b.action)),
    skipped,
    failed,
    unknown,
    deadLetters,
  })
  return {add, value}
}

const keep = <T>(list: T[], item: T): void => {
  if (list.length < LISTED) list.push(item)
}

const none = (action: string): ActionTally => ({
  action,
  succeeded: 0,
  failed: 0,
  unknown: 0,
  skipped: 0,
  wouldRun: 0,
  awaitingApproval: 0,
})

const finding = ({key, action, incidentId, error}: Finding): Finding => ({key, action, incidentId, error})
