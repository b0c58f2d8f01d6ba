import {KbookError} from '../../../errors.js'

/** A page of a very large broker has some megabytes. */
const MOST_BYTES = 64 << 20

/** The body of a page. Credentials in the URL are sent, and never told. @throws KbookError `UNREACHABLE`, `REQUEST_FAILED` */
export async function getText(url: URL, timeoutMs: number): Promise<string> {
  const {plain, headers} = withoutCredentials(url)
  try {
    const answer = await fetch(plain, {headers, signal: AbortSignal.timeout(timeoutMs)})
    const text = await bounded(answer)
    if (answer.ok) return text
    throw new KbookError(
      'REQUEST_FAILED',
      `${shown(url)} answered ${answer.status} ${answer.statusText}`.trim(),
    )
  } catch (error) {
    if (error instanceof KbookError) throw error
    throw new KbookError('UNREACHABLE', `${shown(url)}: ${causeOf(error)}`, {cause: error})
  }
}

/** A URL as it may be printed. */
export const shown = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`

/** @throws KbookError `BAD_FLAG` */
export function parseUrl(flag: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new KbookError('BAD_FLAG', `--${flag} takes a http or https URL`, {
    hint: `Such as --${flag} http://kafka-1:7071/metrics`,
  })
}

function withoutCredentials(url: URL): {plain: URL; headers: Record<string, string>} {
  const plain = new URL(url)
  const {username, password} = url
  plain.username = plain.password = ''
  if (username === '') return {plain, headers: {}}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {plain, headers: {authorization: `Basic ${Buffer.from(pair).toString('base64')}`}}
}

async function bounded(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    parts.push(part as Uint8Array)
    bytes += (part as Uint8Array).length
    if (bytes > MOST_BYTES) throw new KbookError('REQUEST_FAILED', 'the page is larger than 64 MiB')
  }
  return Buffer.concat(parts).toString('utf8')
}

function causeOf(error: unknown): string {
  const {name, message, cause} = error as Error
  if (name === 'TimeoutError') return 'no answer in time'
  return cause instanceof Error ? cause.message : message
}
