import {converted, mapOf, optional, required, section, withDefault} from './collections.js'
import {placeOf, type Reader} from './reader.js'
import {oneOf, parsed, text} from './scalars.js'
import {jsonTemplate} from './templates.js'
import type {HttpActionConfig, HttpBody, JsonTemplate} from './types.js'

type Http = Pick<HttpActionConfig, 'type' | 'method' | 'url' | 'headers' | 'body'>

const url = parsed('a URL that begins with http:// or https:// and holds no user or password', (written) => {
  if (!URL.canParse(written)) return undefined
  const {protocol, username, password} = new URL(written)
  // fetch refuses credentials in a URL: they belong into a header.
  return /^https?:$/.test(protocol) && username === '' && password === '' ? written : undefined
})

const OURS = ['host', 'content-length', 'connection', 'transfer-encoding', 'idempotency-key']

const headerValue = parsed('text without line breaks', (value) =>
  /[\r\n\0]/.test(value) ? undefined : value,
)

const headers = mapOf(headerValue, (name, before) => {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return `"${name}" cannot be the name of a header`
  const lower = name.toLowerCase()
  if (OURS.includes(lower)) return `the header ${name} is set by kbook`
  return [...before.keys()].some((other) => other.toLowerCase() === lower)
    ? `the header ${name} is given twice`
    : undefined
})

/** What an action of type `http` says of its request. */
export const http: Reader<Http> = converted(
  section({
    method: withDefault(oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE'), 'POST', 'HTTP method'),
    url: required(url, 'Where to send it'),
    headers: optional(headers, 'Headers to add'),
    body: optional(text, 'Text to send instead of the incident'),
    json: optional(jsonTemplate, 'Data to send as JSON instead of the incident'),
  }),
  (read, value, scope) => {
    if (read.body !== undefined && read.json !== undefined) {
      const message = `${scope.path}: body and json say the same thing: keep one of them`
      scope.findings.error(placeOf(scope, value.at), scope.path, 'one-of', message)
    }
    const {method} = read
    return {type: 'http', method, url: read.url, headers: read.headers ?? new Map(), body: bodyOf(read)}
  },
)

function bodyOf(read: {
  method: HttpActionConfig['method']
  body: string | undefined
  json: JsonTemplate | undefined
}): HttpBody {
  if (read.json !== undefined) return {kind: 'json', template: read.json}
  if (read.body !== undefined) return {kind: 'text', text: read.body}
  return {kind: read.method === 'GET' || read.method === 'DELETE' ? 'none' : 'incident'}
}
