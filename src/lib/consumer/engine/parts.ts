import {KbookError} from '../../errors.js'
import {createRegistry, type ActionRegistry} from '../actions/registry.js'
import type {DeadLetterSink} from '../dead-letter/sink.js'
import type {HistoryStore} from '../history/store.js'
import {createIncidentParser} from '../incident/parser.js'
import {conditionName, createMatcher, type Matcher} from '../match/matcher.js'
import type {IncidentSource} from '../source/source.js'
import type {Incident, SourceMessage} from '../types.js'
import {Breaker} from './breaker.js'
import {planClaims} from './claims.js'
import type {NewEvent, RunCounts} from './events.js'
import {Executor} from './executor.js'
import {Intake} from './intake.js'
import {labelOf} from './label.js'
import {openDeadLetters, openHistory, openSource} from './open.js'
import type {IncidentConsumerOptions} from './options.js'

/** What a run works with. */
export interface Parts {
  readonly history: HistoryStore
  readonly source: IncidentSource
  readonly deadLetters: DeadLetterSink
  readonly actions: ActionRegistry
  readonly intake: Intake
  readonly executor: Executor
}

export interface Hooks {
  readonly emit: (event: NewEvent) => void
  readonly counts: RunCounts
  /** The history cannot be written any more. */
  readonly onFailure: (error: unknown) => void
  readonly onProgress: () => void
}

/** Opens everything that a run needs, or nothing. */
export async function openParts(options: IncidentConsumerOptions, hooks: Hooks): Promise<Parts> {
  const {config, mode = 'run', env = process.env} = options
  const actions = createRegistry(config.actions, {env, secrets: config.secrets}, options.actions)
  if (mode !== 'dry-run') refuseUndefined(options, actions)
  const history = await openHistory(options, hooks.emit)
  try {
    const source = await openSource(options, history)
    const deadLetters = await openDeadLetters(options)
    const matcher = createMatcher(config)
    const rules = {actions, maxAgeMs: config.maxIncidentAgeMs}
    const intake = new Intake({
      parse: createIncidentParser(config),
      match: (incident) => matchedActions(matcher, incident),
      plan: (message, incident, names, now) => planClaims(message, incident, names, rules, now),
      explain: options.why ? explainer(matcher, hooks.emit) : undefined,
      history,
      deadLetters,
      counts: hooks.counts,
      emit: hooks.emit,
      trace: options.trace ?? false,
      keepPositions: mode === 'run' && source.keepsPositions,
    })
    const executor = new Executor({
      history,
      actions,
      concurrency: config.concurrency,
      breaker: await openBreaker(options, history),
      ...hooks,
    })
    return {history, source, deadLetters, actions, intake, executor}
  } catch (error) {
    await history.close()
    throw error
  }
}

const NONE: readonly string[] = []

function matchedActions(matcher: Matcher, incident: Incident): readonly string[] {
  const matches = matcher.match(incident)
  return matches.length === 0 ? NONE : matches.flatMap(({actions}) => actions)
}

const explainer =
  (matcher: Matcher, emit: Hooks['emit']) =>
  ({topic, partition, offset}: SourceMessage, incident: Incident): void => {
    for (const {condition, matched, reasons} of matcher.explain(incident)) {
      emit({
        type: 'explained',
        place: {topic, partition, offset},
        incident: labelOf(incident),
        condition: conditionName(condition),
        matched,
        reasons,
      })
    }
  }

async function openBreaker(
  {config: {maxActions}}: IncidentConsumerOptions,
  history: HistoryStore,
): Promise<{limit: NonNullable<typeof maxActions>; state: Breaker} | undefined> {
  if (!maxActions) return undefined
  const earlier = await history.startsSince(Date.now() - maxActions.perMs)
  return {limit: maxActions, state: new Breaker(maxActions, earlier)}
}

function refuseUndefined({config}: IncidentConsumerOptions, actions: ActionRegistry): void {
  const missing = config.undefinedActions.filter(({name}) => !actions.has(name))
  const [first] = missing
  if (!first) return
  const names = [...new Set(missing.map(({name}) => name))].join(', ')
  const {file, line, column} = first.place
  throw new KbookError('BAD_CONFIG', `nothing says what these actions do: ${names}`, {
    hint: [
      `The first one is named at ${file}:${line}:${column}.`,
      'Define them under actions: in the file, or in another one given by --actions.',
      'Without definitions the file can be linted and dry-run only.',
    ],
    details: {undefined: missing},
  })
}
