import type {Environment} from '../../../config/paths.js'
import type {Findings} from '../findings.js'
import type {ConsumerConfig, FilePlace} from '../types.js'

/** A configuration that could be read, ready to be looked at more closely. */
export interface LintedConfig {
  readonly file: string
  readonly config: ConsumerConfig
  /** Where each key stands, by its path. */
  readonly places: ReadonlyMap<string, FilePlace>
}

/** Looks at one configuration. */
export type Rule = (linted: LintedConfig, findings: Findings, env: Environment) => void | Promise<void>

/** Looks at several that run at the same time. */
export type CommonRule = (linted: readonly LintedConfig[], findings: Findings) => void

/** Place of a key; of the file's beginning where it is not written. */
export const placeOfKey = ({file, places}: LintedConfig, path: string): FilePlace =>
  places.get(path) ?? {file, line: 1, column: 1}
