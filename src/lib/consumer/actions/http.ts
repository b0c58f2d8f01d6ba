import {abortedBy} from './abort.js'
import {Masker, secretValues} from './mask.js'
import {OUTPUT_LIMIT} from './output-tail.js'
import type {ActionResult, ActionRun, ActionRunner} from './runner.js'

export interface HttpSpec {
  readonly url: string
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Sent instead of the incident. */
  readonly body?: string | undefined
}

/** Worth another attempt. A gateway's 502 and 504 are not here: what lies behind it may have acted. */
const RETRIABLE = new Set([408, 425, 429, 500, 503])
const NOBODY_KNOWS = new Set([502, 504])
const WITHOUT_BODY = new Set(['GET', 'HEAD'])

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
export function httpRunner(spec: HttpSpec, env: NodeJS.ProcessEnv): ActionRunner {
  const masker = new Masker(secretValues({...env, ...spec.headers}))
  const method = (spec.method ?? 'POST').toUpperCase()

  return {
    type: 'http',
    async run({claim, signal}: ActionRun): Promise<ActionResult> {
      let response: Response
      let output: string | undefined
      try {
        response = await fetch(spec.url, {
          method,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'kbook',
            ...spec.headers,
            // Header values are Latin-1 without control characters; keys of hostile incidents may be more.
            'idempotency-key': encodeURI(claim.key),
          },
          ...(WITHOUT_BODY.has(method) ? {} : {body: spec.body ?? claim.payload}),
          redirect: 'manual',
          signal,
        })
        output = masker.mask(await readStart(response))
      } catch (error) {
        return {...judgeFailure(error, signal)}
      }
      return {
        ...judgeStatus(response.status),
        code: response.status,
        ...(output === '' ? {} : {output}),
      }
    },
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
  if (aborted) return {outcome: 'unknown', error: `${aborted.message}, after the request was sent`}
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
