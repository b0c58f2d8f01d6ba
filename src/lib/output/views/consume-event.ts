import type {ServiceEvent} from '../../consumer/service/events.js'
import {actionTexts} from './consume-action-event.js'
import {runTexts} from './consume-run-event.js'
import {sourceTexts} from './consume-source-event.js'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Level, the word in the second column, and the sentence of an event. Values from messages are made printable. */
export interface EventText {
  level: LogLevel
  word: string
  sentence: string
}

/** An event by its name. */
export type EventOf<T extends ServiceEvent['type']> = Extract<ServiceEvent, {type: T}>
/** How events are told. */
export type Describe = {
  [T in ServiceEvent['type']]: (event: EventOf<T>) => readonly [LogLevel, string, string]
}

/** What the sentences depend on beside the event. */
export interface RunKind {
  source: 'kafka' | 'file'
  dryRun: boolean
}

/** Sentences for a run over one kind of source. */
export function eventTexts(run: RunKind): (event: ServiceEvent) => EventText {
  const describe = {...sourceTexts(run), ...actionTexts, ...runTexts}
  return (event) => {
    const [level, word, sentence] = (
      describe[event.type] as (event: ServiceEvent) => ReturnType<Describe['ready']>
    )(event)
    return {level, word, sentence}
  }
}
