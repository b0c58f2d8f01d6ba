import type {HttpActionConfig} from '../config/types.js'
import {deserialiseIncident} from '../incident/payload.js'
import {renderJson, type Rendered} from '../incident/template.js'
import {abortedBy} from './abort.js'
import {Masker, secretValues} from './mask.js'
import {OUTPUT_LIMIT} from './output-tail.js'
import type {ActionResult, ActionRun, ActionRunner, RunnerContext} from './runner.js'

/** Worth another attempt. A gateway's 502 and 504 are not here: what lies behind it may have acted. */
const RETRIABLE = new Set([408, 425, 429, 500, 503])
const NOBODY_KNOWS = new Set([502, 504])

/** No byte of the request has reached the other side: https://nodejs.org/api/errors.html and undici's own. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Sends the incident as JSON to a URL. A 2xx answer is success. */
export function httpRunner(config: HttpActionConfig, {env, secrets}: RunnerContext): ActionRunner {
  const masker = new Masker([
    ...secrets,
    ...secretValues(config.headers),
    ...secretValues(Object.entries(env)),
  ])

  return {
    async run({claim, signal}: ActionRun): Promise<ActionResult> {
      const body = requestBody(config, claim.payload)
      if ('error' in body) return {outcome: 'failed', retriable: false, error: body.error}
      let response: Response
      let output: string
      try {
        response = await fetch(config.url, {
          method: config.method,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'kbook',
            ...Object.fromEntries(config.headers),
            'idempotency-key': claim.key,
          },
          body: body.value,
          redirect: 'manual',
          signal,
        })
        output = masker.mask(await readStart(response))
      } catch (error) {
        return judgeFailure(error, signal)
      }
      return {
        ...judgeStatus(response.status),
        code: response.status,
        ...(output === '' ? {} : {output}),
      }
    },
  }
}

function requestBody({body}: HttpActionConfig, payload: string): Rendered<string | null> {
  switch (body.kind) {
    case 'incident':
      return {value: payload}
    case 'none':
      return {value: null}
    case 'text':
      return {value: body.text}
    case 'json': {
      const rendered = renderJson(body.template, deserialiseIncident(payload))
      return 'error' in rendered ? rendered : {value: JSON.stringify(rendered.value)}
    }
  }
}

function judgeStatus(status: number): ActionResult {
  if (status >= 200 && status < 300) return {outcome: 'succeeded'}
  const error = `HTTP ${status}`
  if (NOBODY_KNOWS.has(status)) return {outcome: 'unknown', error: `${error}: a gateway had no answer`}
  return {outcome: 'failed', retriable: RETRIABLE.has(status), error}
}

function judgeFailure(error: unknown, signal: AbortSignal): ActionResult {
  const aborted = abortedBy(signal)
  if (aborted) {
    const interrupted = aborted.abortCause === 'shutdown'
    return {outcome: 'unknown', interrupted, error: `${aborted.message}, after the request was sent`}
  }
  const cause = (error as Error).cause as (Error & {code?: string}) | undefined
  const code = cause?.code ?? ''
  const what = cause?.message ?? (error as Error).message
  if (NEVER_SENT.has(code) || isTlsRefusal(code)) return {outcome: 'failed', error: `not sent: ${what}`}
  return {outcome: 'unknown', error: `no answer: ${what}`}
}

// OpenSSL's verification codes, such as DEPTH_ZERO_SELF_SIGNED_CERT and ERR_TLS_CERT_ALTNAME_INVALID.
const isTlsRefusal = (code: string): boolean => /CERT|^ERR_TLS|^ERR_SSL/.test(code)

async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader && size < OUTPUT_LIMIT) {
    const {done, value} = (await reader.read()) as {done: boolean; value?: Uint8Array}
    if (done || !value) break
    chunks.push(value)
    size += value.length
  }
  await reader?.cancel()
  return Buffer.concat(chunks).subarray(0, OUTPUT_LIMIT).toString('utf8')
}
