import type {ActionConfig} from '../config/types.js'
import {execRunner} from './exec.js'
import {httpRunner} from './http.js'
import type {ActionRunner, RunnerContext} from './runner.js'

/** When and how often an action runs, whatever it does. */
export type ActionPolicy = Pick<
  ActionConfig,
  'enabled' | 'timeoutMs' | 'attempts' | 'backoff' | 'oncePer' | 'concurrencyKey' | 'onUnknown' | 'approval'
>

export interface ActionDefinition {
  readonly policy: ActionPolicy
  readonly runner: ActionRunner
}

/** By action name. */
export type ActionRegistry = ReadonlyMap<string, ActionDefinition>

/** One line for each type that a configuration can name. */
function runnerOf(config: ActionConfig, context: RunnerContext): ActionRunner {
  switch (config.type) {
    case 'exec':
      return execRunner(config, context)
    case 'http':
      return httpRunner(config, context)
  }
}

/** What an in-process action has unless the configuration defines one of its name. */
const IN_PROCESS_POLICY: ActionPolicy = {
  enabled: true,
  timeoutMs: 5 * 60_000,
  attempts: 1,
  backoff: {initialMs: 1000, maxMs: 60_000},
  oncePer: 'incident',
  concurrencyKey: undefined,
  onUnknown: 'hold',
  approval: false,
}

/** The actions of a configuration, and those of the program that uses this library; the latter win. */
export function createRegistry(
  configured: ReadonlyMap<string, ActionConfig>,
  context: RunnerContext,
  inProcess: Readonly<Record<string, ActionRunner>> = {},
): ActionRegistry {
  const definitions = [...configured].map(([name, config]): [string, ActionDefinition] => [
    name,
    {policy: config, runner: runnerOf(config, context)},
  ])
  const own = Object.entries(inProcess).map(([name, runner]): [string, ActionDefinition] => [
    name,
    {policy: configured.get(name) ?? IN_PROCESS_POLICY, runner},
  ])
  return new Map([...definitions, ...own])
}
