import type {ClaimedAction} from '../history/store.js'

/** One start of an action. */
export interface ActionRun {
  /** With its payload: the incident, as JSON. */
  readonly claim: ClaimedAction & {readonly payload: string}
  /** From 1. */
  readonly attempt: number
  /** Aborted on time-out and when the drain deadline has passed; whatever was begun must end then. */
  readonly signal: AbortSignal
}

/** How one attempt ended. `unknown`: it may have had its effect, nobody can tell. */
export interface ActionResult {
  readonly outcome: 'succeeded' | 'failed' | 'unknown'
  /** False when another attempt cannot help. */
  readonly retriable?: boolean
  /** True when it was ended because the consumer ends. */
  readonly interrupted?: boolean
  /** One sentence, without values of the message. */
  readonly error?: string
  /** Exit code or HTTP status. */
  readonly code?: number
  /** Last bytes of its output, secrets masked. */
  readonly output?: string
}

/** Does one action. Throws only for bugs; failures are results. */
export interface ActionRunner {
  run(run: ActionRun): Promise<ActionResult>
}

/** What every runner is made with. */
export interface RunnerContext {
  readonly env: NodeJS.ProcessEnv
  /** Values never to be kept or shown. */
  readonly secrets: readonly string[]
}
