import type {Environment} from '../../config/paths.js'
import type {YamlPosition, YamlValue} from '../../config/yaml.js'
import type {Findings} from './findings.js'
import {isSecretName} from '../../secret-name.js'
import {interpolate} from './interpolate.js'
import {isSecretPlace, partsOf, secretsOf} from './secrets.js'
import type {FilePlace} from './types.js'

/** Where a reader is and what it may use. */
export interface Scope {
  readonly file: string
  /** Absolute: relative paths start here. */
  readonly folder: string
  readonly env: Environment
  readonly findings: Findings
  /** Values that must never be shown; added to while reading. */
  readonly secrets: Set<string>
  /** Path in the data. */
  readonly path: string
  /** Where the key or the item stands. */
  readonly at: YamlPosition
  /** Where each key stands that has been read, by its path. */
  readonly places: Map<string, FilePlace>
}

/** Turns one value of a file into a typed one. */
export interface Reader<T> {
  /** Completes "expected …". */
  readonly expects: string
  /** JSON Schema of what it takes. */
  readonly schema: JsonSchema
  /** Undefined when nothing can be made of the value, which is then among the findings. */
  read(value: YamlValue, scope: Scope): T | undefined
}

export type JsonSchema = Readonly<Record<string, unknown>> | false

/** The place of the key, or of something else in the same file. */
export const placeOf = ({file, at}: Scope, {line, column}: YamlPosition = at): FilePlace => ({
  file,
  line,
  column,
})

/** Path of a key or an item: `a.b[0].c`. */
export const pathIn = ({path}: Scope, key: string | number): string =>
  typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`

/** The scope of a key or an item within. */
export function inside(scope: Scope, key: string | number, at: YamlPosition): Scope {
  const path = pathIn(scope, key)
  scope.places.set(path, placeOf(scope, at))
  return {...scope, path, at}
}

/** Reports a value that does not fit. */
export function misfit(value: YamlValue, scope: Scope, expects: string): void {
  const {at} = value
  scope.findings.error(
    placeOf(scope, at),
    scope.path,
    'wrong-value',
    `${scope.path || 'the file'}: expected ${expects}`,
  )
}

/** A scalar after interpolation. Only text can hold references, so only text can turn into another type. */
export interface Scalar {
  readonly type: 'text' | 'number' | 'boolean'
  readonly text: string
  readonly interpolated: boolean
}

/** Undefined when it is no scalar (nothing is reported), or `false` when a reference is wrong (reported). */
export function readScalar(value: YamlValue, scope: Scope): Scalar | undefined | false {
  const [plain, written] = [value.plain(), value.text()]
  if (written === undefined || plain === null || plain === undefined) return undefined
  if (typeof plain === 'number') return {type: 'number', text: written, interpolated: false}
  if (typeof plain === 'boolean') return {type: 'boolean', text: written, interpolated: false}
  if (typeof plain !== 'string') return undefined
  const result = interpolate(plain, scope.env)
  if ('problem' in result) {
    const {problem, fix} = result
    scope.findings.error(
      placeOf(scope, value.at),
      scope.path,
      'environment',
      `${scope.path}: ${problem}`,
      fix,
    )
    return false
  }
  const {text, references} = result
  for (const secret of secretsOf(scope.path, text, references)) scope.secrets.add(secret)
  if (references.length === 0) noteInlineSecret(isSecretPlace(scope.path, plain) ? plain : '', scope)
  for (const {name, fallback = ''} of references) {
    if (isSecretName(name) || isSecretPlace(scope.path, plain)) noteInlineSecret(fallback, scope)
  }
  return {type: 'text', text, interpolated: references.length > 0}
}

function noteInlineSecret(secret: string, scope: Scope): void {
  if (secret === '') return
  for (const part of partsOf(secret)) scope.secrets.add(part)
  scope.findings.warning(
    placeOf(scope),
    scope.path,
    'inline-secret',
    `${scope.path} looks like a secret that is written into the file`,
    'Take it from the environment: ${NAME}.',
  )
}
