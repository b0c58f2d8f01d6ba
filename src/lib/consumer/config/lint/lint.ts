import {resolve} from 'node:path'
import type {Environment} from '../../../config/paths.js'
import {KbookError} from '../../../errors.js'
import {Findings, type LintFinding} from '../findings.js'
import {readConsumerConfig} from '../read-files.js'
import {
  encryptedRequests,
  programExists,
  timeoutWithinGrace,
  undefinedActions,
  unusedActions,
} from './action-rules.js'
import {contradictions, matchesEverything, redundantConditions, tagOperators} from './condition-rules.js'
import {sessionTimes, sharedGroups, sharedHistories} from './kafka-rules.js'
import type {CommonRule, LintedConfig, Rule} from './rule.js'

const RULES: readonly Rule[] = [
  undefinedActions,
  unusedActions,
  timeoutWithinGrace,
  programExists,
  encryptedRequests,
  matchesEverything,
  contradictions,
  redundantConditions,
  tagOperators,
  sessionTimes,
]
const COMMON_RULES: readonly CommonRule[] = [sharedGroups, sharedHistories]

export interface LintRequest {
  /** Configurations that are meant to run at the same time. */
  readonly files: readonly string[]
  /** Defines the actions for all of them. */
  readonly actionsFile?: string | undefined
  /** `process.env` by default. */
  readonly env?: Environment | undefined
}

/** All that is wrong or doubtful with configurations, in the order of files and lines. Never throws for their content. */
export async function lintConfigs({
  files,
  actionsFile,
  env = process.env,
}: LintRequest): Promise<readonly LintFinding[]> {
  const findings = new Findings()
  const linted: LintedConfig[] = []
  for (const file of new Map(files.map((name) => [resolve(name), name])).values()) {
    try {
      const read = await readConsumerConfig({file, actionsFile, env})
      findings.addAll(read.findings)
      if (read.config) linted.push({file, config: read.config, places: read.places})
    } catch (error) {
      findings.addAll([unreadable(error, file)])
    }
  }
  for (const rule of RULES) for (const one of linted) await rule(one, findings, env)
  for (const rule of COMMON_RULES) rule(linted, findings)
  return findings.all()
}

/** A file that is not there, or whose YAML is broken, as a finding like any other. */
function unreadable(error: unknown, file: string): LintFinding {
  if (!(error instanceof KbookError)) throw error
  const {line = 1, column = 1, file: where = file} = (error.details ?? {}) as Partial<LintFinding>
  const prefix = `${where}:${line}:${column}: `
  const message = error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message
  return {
    file: where,
    line,
    column,
    path: '',
    severity: 'error',
    rule: 'unreadable',
    message,
    fix: error.hints[0],
  }
}
