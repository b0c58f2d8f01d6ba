import type {YamlValue} from '../../config/yaml.js'
import {FIELD_FORM, isField} from '../incident/field.js'
import {either, isMapping, mapOf, optional, required, section, converted} from './collections.js'
import {misfit, readScalar, type Reader, type Scope} from './reader.js'
import {anyText, parsed} from './scalars.js'
import type {FieldReference, JsonTemplate, TextTemplate} from './types.js'

const fieldReference: Reader<FieldReference> = converted(
  section({
    field: required(
      parsed(FIELD_FORM, (text) => (isField(text) ? text : undefined)),
      'Value of the incident to put here',
    ),
    default: optional(anyText, 'Used when the incident has no such value'),
  }),
  ({field, default: fallback}) => ({field, fallback}),
)

/** Text as it is, or `{field: …}` for a whole value of the incident. */
export const textTemplate: Reader<TextTemplate> = either(
  anyText,
  fieldReference,
  (value) => !isMapping(value),
)

export const textTemplates: Reader<ReadonlyMap<string, TextTemplate>> = mapOf(textTemplate)

// Far more than anybody writes; an alias within aliases would otherwise unfold without end.
const MAX_VALUES = 10_000

/** Any YAML, in which `{field: …}` stands for a value of the incident. */
export const jsonTemplate: Reader<JsonTemplate> = {
  expects: 'data to be sent as JSON',
  schema: {},
  read(value, scope) {
    const budget = {left: MAX_VALUES}
    const template = readTemplate(value, scope, budget)
    if (budget.left <= 0) misfit(value, scope, `at most ${MAX_VALUES} values, aliases included`)
    return template
  },
}

function readTemplate(value: YamlValue, scope: Scope, budget: {left: number}): JsonTemplate | undefined {
  if (--budget.left <= 0) return undefined
  const entries = value.entries()
  if (entries) {
    const keys = entries.map(({key}) => key)
    if (keys.includes('field') && keys.every((key) => key === 'field' || key === 'default')) {
      return fieldReference.read(value, scope)
    }
    const read = entries.map(
      ({key, value: inner}) => [key, readTemplate(inner, scope, budget) ?? null] as const,
    )
    return new Map(read)
  }
  const items = value.items()
  if (items) return items.map((inner) => readTemplate(inner, scope, budget) ?? null)
  const scalar = readScalar(value, scope)
  if (scalar === false) return undefined
  if (!scalar) return null
  return scalar.type === 'number'
    ? Number(scalar.text)
    : scalar.type === 'boolean'
      ? scalar.text === 'true'
      : scalar.text
}
