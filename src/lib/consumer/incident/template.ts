import type {FieldReference, JsonTemplate, TextTemplate} from '../config/types.js'
import type {Incident} from '../types.js'
import {fieldText} from './field.js'

/** Well below the 128 KiB that Linux takes for one argument or variable. */
const MAX_BYTES = 32 * 1024

/** A template filled in, or why it cannot be: one sentence without values of the message. */
export type Rendered<T> = {readonly value: T} | {readonly error: string}

const isReference = (template: JsonTemplate): template is FieldReference =>
  typeof template === 'object' && template !== null && 'field' in template

/** A text of the configuration as it is, or the value that it refers to. */
export function renderText(template: TextTemplate, incident: Incident): Rendered<string> {
  if (typeof template === 'string') return {value: template}
  const {field, fallback} = template
  const value = fieldText(incident, field) ?? fallback
  return value === undefined ? {error: `the incident has no ${field}`} : {value}
}

/** The same for what a process is started with. */
function renderForProcess(template: TextTemplate, incident: Incident): Rendered<string> {
  const rendered = renderText(template, incident)
  if (typeof template === 'string' || 'error' in rendered) return rendered
  if (rendered.value.includes('\0')) return {error: `${template.field} of the incident holds a NUL character`}
  return Buffer.byteLength(rendered.value) > MAX_BYTES
    ? {error: `${template.field} of the incident is longer than ${MAX_BYTES / 1024} KiB`}
    : rendered
}

/**
 * Program and arguments. A value that begins with `-` is refused, since the program would take it for an
 * option, unless an argument `--` stands before it.
 */
export function renderCommand(
  [program, ...templates]: readonly [string, ...TextTemplate[]],
  incident: Incident,
): Rendered<readonly [string, ...string[]]> {
  const args: string[] = []
  for (const template of templates) {
    const rendered = renderForProcess(template, incident)
    if ('error' in rendered) return rendered
    if (typeof template !== 'string' && rendered.value.startsWith('-') && !args.includes('--')) {
      return {error: `${template.field} of the incident begins with "-" and could pass for an option`}
    }
    args.push(rendered.value)
  }
  return {value: [program, ...args]}
}

/** The variables to add to the environment of a process. */
export function renderEnv(
  templates: ReadonlyMap<string, TextTemplate>,
  incident: Incident,
): Rendered<Readonly<Record<string, string>>> {
  const variables: [string, string][] = []
  for (const [name, template] of templates) {
    const rendered = renderForProcess(template, incident)
    if ('error' in rendered) return rendered
    variables.push([name, rendered.value])
  }
  return {value: Object.fromEntries(variables)}
}

/** Data with the incident's values in it, ready for `JSON.stringify`. Values never change its structure. */
export function renderJson(template: JsonTemplate, incident: Incident): Rendered<unknown> {
  if (isReference(template)) return renderText(template, incident)
  if (template instanceof Map) {
    const entries: [string, unknown][] = []
    for (const [name, inner] of template as ReadonlyMap<string, JsonTemplate>) {
      const rendered = renderJson(inner, incident)
      if ('error' in rendered) return rendered
      entries.push([name, rendered.value])
    }
    return {value: Object.fromEntries(entries)}
  }
  if (!Array.isArray(template)) return {value: template}
  const items: unknown[] = []
  for (const inner of template as readonly JsonTemplate[]) {
    const rendered = renderJson(inner, incident)
    if ('error' in rendered) return rendered
    items.push(rendered.value)
  }
  return {value: items}
}
