import {KbookError} from '../../errors.js'
import type {DeadLetter} from '../dead-letter/letter.js'
import type {DeadLetterSink} from '../dead-letter/sink.js'
import type {
  ActionRecord,
  ActionState,
  ClaimedAction,
  ClaimResult,
  ClaimStep,
  HistoryStore,
  MessagePlace,
  NewClaim,
} from '../history/store.js'
import {incidentKey} from '../incident/key.js'
import type {SourceBatch} from '../source/source.js'
import type {Incident, ParseResult, SourceMessage} from '../types.js'
import type {NewEvent, RunCounts} from './events.js'
import {actionLabel, labelOf} from './label.js'

export interface IntakeOptions {
  readonly parse: (message: SourceMessage) => ParseResult
  /** Names of the actions that an incident asks for, each once. */
  readonly match: (incident: Incident) => readonly string[]
  readonly plan: (
    message: SourceMessage,
    incident: Incident,
    actions: readonly string[],
    now: number,
  ) => readonly NewClaim[]
  /** Called for each incident, where somebody asked why. */
  readonly explain: ((message: SourceMessage, incident: Incident) => void) | undefined
  readonly history: HistoryStore
  readonly deadLetters: DeadLetterSink
  readonly counts: RunCounts
  readonly emit: (event: NewEvent) => void
  readonly trace: boolean
  /** False for runs that must leave no position behind. */
  readonly keepPositions: boolean
}

/** What messages have become, once all of it is durable. */
export interface Taken {
  readonly claimed: readonly ClaimedAction[]
  /** Keys of earlier claims that one of the messages ended. */
  readonly ended: readonly string[]
  /** Whether the position is durable, too, where positions are kept. */
  readonly stored: boolean
  /** A dead letter that could not be stored: what comes after it was not taken. */
  readonly blocked?: {readonly index: number; readonly error: KbookError}
}

/** What is told, in the order of the messages, once it is durable. Steps are numbers of `Reading.steps`. */
type Entry =
  | {readonly letter: DeadLetter}
  | {readonly match: NewEvent; readonly first: number; readonly end: number}
  | {readonly closing: number}

/** What messages hold, before anything is written. */
interface Reading {
  readonly steps: ClaimStep[]
  readonly entries: Entry[]
  readonly letters: DeadLetter[]
  /** Number of the message that the first letter is. */
  firstLetter: number
  incidents: number
  unmatched: number
}

/**
 * Takes messages in: parse, match, put aside what cannot be read, claim. Resolves when all of it is durable:
 * dead letters first, since the claims carry the position, which must never pass a letter that is not stored.
 */
export class Intake {
  constructor(private readonly options: IntakeOptions) {}

  /**
   * Takes the messages of a batch from one number to before another one. Where they ask for nothing the position
   * may be left to a later part of the batch, unless this is the `last` one.
   */
  async take(batch: SourceBatch, from: number, to: number, last: boolean): Promise<Taken> {
    const {history, deadLetters, keepPositions} = this.options
    const reading = this.read(batch.messages, from, to)
    if (reading.letters.length > 0) {
      try {
        await deadLetters.write(reading.letters)
      } catch (error) {
        if (!(error instanceof KbookError)) throw error
        const index = reading.firstLetter
        const before = await this.take(batch, from, index, true)
        return {...before, blocked: {index, error}}
      }
    }
    const {steps} = reading
    const position = keepPositions ? batch.positionAt(to) : undefined
    const write = steps.length > 0 || (last && position !== undefined)
    const results = write ? await history.claim({steps, position}) : []
    this.count(reading, to - from)
    return {...this.tell(reading, results), stored: write || !keepPositions}
  }

  private read(messages: readonly SourceMessage[], from: number, to: number): Reading {
    const {parse, emit, trace} = this.options
    const reading: Reading = {
      steps: [],
      entries: [],
      letters: [],
      firstLetter: to,
      incidents: 0,
      unmatched: 0,
    }
    const now = Date.now()
    for (let index = from; index < to; index++) {
      const message = messages[index] as SourceMessage
      if (trace) emit({type: 'message', place: placeOf(message)})
      const result = parse(message)
      if ('undecodable' in result) {
        const letter = {message, cause: result.undecodable}
        if (reading.letters.push(letter) === 1) reading.firstLetter = index
        reading.entries.push({letter})
        continue
      }
      let matched = false
      for (const incident of result.incidents) {
        if (this.readIncident(reading, message, incident, now)) matched = true
      }
      if (!matched) reading.unmatched++
    }
    return reading
  }

  private readIncident(reading: Reading, message: SourceMessage, incident: Incident, now: number): boolean {
    const {explain, match, plan} = this.options
    const {steps, entries} = reading
    reading.incidents++
    explain?.(message, incident)
    if (!incident.active) {
      entries.push({closing: steps.length})
      steps.push({closed: {incidentKey: incidentKey(incident), at: now}})
    }
    const actions = match(incident)
    if (actions.length === 0) return false
    const first = steps.length
    for (const claim of plan(message, incident, actions, now)) steps.push({claim})
    const event = {type: 'matched', place: placeOf(message), incident: labelOf(incident), actions} as const
    entries.push({match: event, first, end: steps.length})
    return true
  }

  private count(reading: Reading, messages: number): void {
    const {counts} = this.options
    counts.messages += messages
    counts.incidents += reading.incidents
    counts.unmatched += reading.unmatched
  }

  private tell(reading: Reading, results: readonly ClaimResult[]): Pick<Taken, 'claimed' | 'ended'> {
    const {emit, deadLetters} = this.options
    const taken = {claimed: [] as ClaimedAction[], ended: [] as string[]}
    for (const entry of reading.entries) {
      if ('letter' in entry) {
        const {message, cause} = entry.letter
        emit({type: 'dead', place: placeOf(message), cause, to: deadLetters.target(message.topic)})
      } else if ('match' in entry) {
        emit(entry.match)
        for (const result of results.slice(entry.first, entry.end)) this.tellResult(result, taken)
      } else {
        for (const result of results.slice(entry.closing, entry.closing + 1)) this.tellResult(result, taken)
      }
    }
    return taken
  }

  private tellResult(result: ClaimResult, taken: {claimed: ClaimedAction[]; ended: string[]}): void {
    const {emit} = this.options
    if ('claimed' in result) {
      taken.claimed.push(result.claimed)
    } else if ('awaitingApproval' in result) {
      emit({type: 'awaiting-approval', ...actionLabel(result.awaitingApproval)})
    } else if ('skipped' in result) {
      const {skipped, reason} = result
      const before = reason === 'repeated' ? {earlier: earlier(skipped)} : {}
      emit({type: 'skipped', ...actionLabel(skipped), reason, ...before})
    } else {
      for (const record of result.ended) {
        taken.ended.push(record.key)
        emit({type: 'skipped', ...actionLabel(record), reason: 'closed'})
      }
    }
  }
}

const placeOf = ({topic, partition, offset}: SourceMessage): MessagePlace => ({topic, partition, offset})

const earlier = ({
  state,
  finishedAt,
  startedAt,
  claimedAt,
}: ActionRecord): {state: ActionState; at: number} => ({
  state,
  at: finishedAt ?? startedAt ?? claimedAt,
})
