import type {ActionConfig, OncePer} from '../config/types.js'
import type {Incident} from '../types.js'

/** `source:incident`, the same for every message about an incident. */
export const incidentKey = ({source, id}: Pick<Incident, 'source' | 'id'>): string =>
  `${escapePart(source)}:${escapePart(id)}`

/**
 * What an action runs once for: `source:incident[:occurrence or window]:action`. Parts are escaped, so that no
 * id can pass for another key, and the whole is printable ASCII: it travels in environments and HTTP headers.
 *
 * - An occurrence is told by the start of the incident, which a reopened one has anew. Without a start, all
 *   messages are one occurrence.
 * - Windows are aligned to the epoch: `1h` begins at each full hour UTC, `1d` at midnight UTC.
 *
 * @param now milliseconds since the epoch
 */
export function actionKey(
  incident: Pick<Incident, 'source' | 'id' | 'start'>,
  action: Pick<ActionConfig, 'name' | 'oncePer'>,
  now: number,
): string {
  const scope = scopeOf(incident.start, action.oncePer, now)
  return [incidentKey(incident), ...(scope === undefined ? [] : [scope]), escapePart(action.name)].join(':')
}

function scopeOf(start: number | undefined, oncePer: OncePer, now: number): string | undefined {
  if (oncePer === 'incident') return undefined
  if (oncePer === 'occurrence') return start === undefined ? 'start=unknown' : `start=${compactTime(start)}`
  const {windowMs} = oncePer
  return `window=${compactTime(Math.floor(now / windowMs) * windowMs)}`
}

/** `20261121T140211Z`, with milliseconds where there are any: a colon separates the parts of a key. */
const compactTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.000/g, '')

/** Percent-encodes all but the commonest characters of ids. */
const escapePart = (part: string): string => part.replace(/[^A-Za-z0-9._~@/+=-]/gu, escapeCharacter)

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0)
  // Half a surrogate pair has no UTF-8: all of them would become one and the same replacement character.
  if (character.length === 1 && code >= 0xd800 && code <= 0xdfff) return `%u${code.toString(16)}`
  return encodeURIComponent(character).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
