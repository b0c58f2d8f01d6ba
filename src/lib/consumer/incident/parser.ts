import type {IncidentFormatConfig} from '../config/types.js'
import type {ParseResult, SourceMessage} from '../types.js'
import {decodeJson} from './decode.js'
import {parseExactJson} from './exact-json.js'
import {alertmanager} from './formats/alertmanager.js'
import {bigpanda} from './formats/bigpanda.js'
import {fieldsFormat} from './formats/fields.js'
import {invalid, type IncidentFormat} from './formats/format.js'
import {isObject, type JsonObject} from './json-value.js'

/** In the order in which they are tried; the last one takes whatever the others leave. */
const KNOWN_FORMATS: readonly IncidentFormat[] = [alertmanager, bigpanda]

const NONE: ParseResult = {incidents: []}

/** Turns a message into incidents, or says why it is none. Never throws, whatever the message holds. */
export type IncidentParser = (message: Pick<SourceMessage, 'value'>) => ParseResult

/** The parser of one configuration. A message without value (a tombstone) holds no incident. */
export function createIncidentParser(config: {readonly incidents: IncidentFormatConfig}): IncidentParser {
  const formats = formatsOf(config.incidents)
  return ({value}) => {
    if (value === null) return NONE
    const decoded = decodeJson(value)
    if ('undecodable' in decoded) return decoded
    const {body, text} = decoded
    if (!isObject(body)) return {undecodable: invalid('NotAnObject', 'the message is JSON, but no object')}
    const format = formats.find((candidate) => candidate.recognises(body))
    if (!format) return {undecodable: invalid('UnknownFormat', 'the message has none of the known formats')}
    const read = format.read(body, () => parseExactJson(text) as JsonObject)
    return 'kind' in read ? {undecodable: read} : {incidents: read}
  }
}

function formatsOf(incidents: IncidentFormatConfig): readonly IncidentFormat[] {
  if (incidents.format === 'fields') return [fieldsFormat(incidents.fields)]
  return incidents.format === 'auto'
    ? KNOWN_FORMATS
    : KNOWN_FORMATS.filter(({name}) => name === incidents.format)
}
