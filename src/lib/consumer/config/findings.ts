import {nearest} from '../../output/nearest.js'
import type {FilePlace} from './types.js'

/** Something to be said about a configuration. */
export interface LintFinding extends FilePlace {
  /** Where it is in the data, such as `incident_conditions[0].tags.host`. Empty for the whole file. */
  readonly path: string
  /** A configuration with errors is not run. */
  readonly severity: 'error' | 'warning'
  /** Short name of the rule. */
  readonly rule: string
  /** One sentence, without values that may be secret. */
  readonly message: string
  /** What to do about it. */
  readonly fix: string | undefined
}

/** Collects findings, so that one look tells all that is wrong. */
export class Findings {
  readonly #found: LintFinding[] = []

  error(place: FilePlace, path: string, rule: string, message: string, fix?: string): void {
    this.#add('error', place, path, rule, message, fix)
  }

  warning(place: FilePlace, path: string, rule: string, message: string, fix?: string): void {
    this.#add('warning', place, path, rule, message, fix)
  }

  #add(
    severity: LintFinding['severity'],
    {file, line, column}: FilePlace,
    path: string,
    rule: string,
    message: string,
    fix: string | undefined,
  ): void {
    this.#found.push({file, line, column, path, severity, rule, message, fix})
  }

  addAll(findings: readonly LintFinding[]): void {
    this.#found.push(...findings)
  }

  /** In the order of files and lines, each once: several configurations may share a file of actions. */
  all(): readonly LintFinding[] {
    const files = [...new Set(this.#found.map(({file}) => file))]
    const once = new Map(this.#found.map((finding) => [JSON.stringify(finding), finding]))
    return [...once.values()].toSorted(
      (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
    )
  }
}

/** "did you mean", or all that is known. */
export function suggest(typed: string, known: readonly string[]): string {
  const [like] = nearest(typed, known, 1)
  return like === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${like}"?`
}
