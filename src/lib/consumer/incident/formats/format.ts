import type {Incident, Undecodable} from '../../types.js'
import type {JsonObject} from '../json-value.js'

/** How one monitoring system writes its incidents. One file each. */
export interface IncidentFormat {
  readonly name: string
  /** Whether a message is of this format, by its shape alone. */
  recognises(body: JsonObject): boolean
  /**
   * The incidents of a message, or why there are none. `exact` gives the same body with every digit of its
   * large integers, as strings.
   */
  read(body: JsonObject, exact: () => JsonObject): readonly Incident[] | Undecodable
}

/** A message that is JSON, but no incident. */
export const invalid = (kind: string, message: string): Undecodable => ({stage: 'validate', kind, message})
