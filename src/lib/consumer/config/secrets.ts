import {isSecretName} from '../../secret-name.js'
import type {Reference} from './interpolate.js'

const PLACE = /\.(env|headers)\.([^.]+)$/
const SECRET_HEADER = /^cookie$|key$|(?:^|-)auth(?:-|$)/i
/** `Bearer …`: what follows is echoed on its own, too. */
const SCHEME = /^(?:basic|bearer|digest|token|apikey)\s+/i

/** Whether a key of a configuration holds a secret, going by its path and the text at it. */
export function isSecretPlace(path: string, text: string): boolean {
  const [, section, name = ''] = PLACE.exec(path) ?? []
  if (isSecretName(name)) return true
  return section === 'headers' && (SECRET_HEADER.test(name) || SCHEME.test(text))
}

/** A secret and the parts of it that others may print. */
export const partsOf = (secret: string): readonly string[] => [secret, secret.replace(SCHEME, '')]

/**
 * What must be masked of a text that was made of references to the environment: values of variables whose name says
 * so, all that went into a secret place, and what went into the query of a URL or before its @.
 */
export function secretsOf(path: string, text: string, references: readonly Reference[]): readonly string[] {
  if (references.length > 0 && isSecretPlace(path, text)) {
    return [...partsOf(text), ...references.flatMap(({value}) => partsOf(value))]
  }
  const exposed = exposedParts(text)
  return references.flatMap(({name, value}) => {
    if (isSecretName(name)) return partsOf(value)
    return exposed
      .filter((part) => part.includes(value) || value.includes(part))
      .flatMap((part) => shared(part, value))
  })
}

/** The shorter one is in the other: that much came from the environment and is exposed. */
const shared = (part: string, value: string): readonly string[] => {
  const secret = part.includes(value) ? value : part
  return secret === '' ? [] : [secret, encodeURIComponent(secret)]
}

/** Values of the query of a URL, and what stands before its @; of anything else nothing. */
function exposedParts(text: string): readonly string[] {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !URL.canParse(text)) return []
  const {username, password, search, searchParams} = new URL(text)
  const written = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
  return [username, password, ...searchParams.values(), ...written].filter((part) => part !== '')
}
