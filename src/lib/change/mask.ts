import {isSecretName} from '../secret-name.js'

const MASKED = '***'
// What they begin with is told by what stands before: a long text without any is read once. A password may hold `@` and
// `/`, so that the last `@` ends it.
const USERINFO = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/)([^\s"'<>]*)@/gi
const NAME_BEFORE_VALUE = /(?<![\w.-])([\w.-]+)["']?\s*[=:]\s*(?=\S)/g
/** What holds the value of a setting whose name stands beside it. */
const VALUE_FIELD = /^(?:value|before|after|old|new|from|to|current|previous|default)/i

/** Such a field alone, as in what a setting was before and after. */
const SIDE = /^(?:value|before|after|old|new|from|to|current|previous|default)$/i

/** Text without what stands before the `@` of a URL, and without all that follows `SECRET_NAME=` or `SECRET_NAME:`. */
export function maskText(text: string): string {
  const shown = text.replace(USERINFO, `$1${MASKED}@`)
  for (const {0: found, 1: name = '', index} of shown.matchAll(NAME_BEFORE_VALUE)) {
    const start = index + found.length
    // A password may hold blanks and commas, so that nobody knows where it ends.
    if (isSecretName(name) && start < shown.length) return shown.slice(0, start) + MASKED
  }
  return shown
}

/** A command line that can be kept: `--set ssl.keystore.password=…` and `--password …` without the secret. */
export function maskCommand(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? ''
    const isValue = before.startsWith('--') && !before.includes('=') && !word.startsWith('--')
    return isValue && isSecretName(before.slice(2)) ? MASKED : maskText(word)
  })
}

/** A value as JSON would hold it, without what its names say is secret. */
export function maskValue(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value)) return value.map(maskValue)
  if (value === null || typeof value !== 'object') return value
  const fields = Object.entries(value)
  const named = fields.some(
    ([field, name]) => /^(?:name|key|config)$/.test(field) && typeof name === 'string' && isSecretName(name),
  )
  return Object.fromEntries(
    fields.map(([field, inner]) => {
      const secret = isSecretName(field) || (named && VALUE_FIELD.test(field))
      return [field, secret ? masked(inner) : maskValue(inner)]
    }),
  )
}

/** What lies under the name of a secret. A group may be called `token-service`: what it has by partition is no secret. */
function masked(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object') return MASKED
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const secret = isSecretName(field) || SIDE.test(field)
      return [field, secret ? masked(inner) : maskValue(inner)]
    }),
  )
}
