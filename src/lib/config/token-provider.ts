import type {ResolvedProfile} from './resolve.js'

/** A token that ends sooner than this is fetched anew: connecting takes time too. */
const MARGIN_MS = 30_000

/**
 * Gives the token that `sasl.token_command` prints. A client asks for it at every connection, so a JSON web
 * token is kept while it is valid, and calls at the same time share one run; another kind is never kept.
 */
export function tokenProvider(resolved: ResolvedProfile, now = Date.now): () => Promise<string> {
  let kept = {token: '', until: 0}
  let running: Promise<string> | undefined
  const fetch = async (): Promise<string> => {
    const {runSecretCommand} = await import('./secret-command.js')
    const token = await runSecretCommand('sasl.token_command', resolved)
    kept = {token, until: expiryOf(token) - MARGIN_MS}
    return token
  }
  return () => {
    if (kept.until > now()) return Promise.resolve(kept.token)
    running ??= fetch().finally(() => (running = undefined))
    return running
  }
}

/** `exp` of a JSON web token in milliseconds since the epoch (RFC 7519); 0 where the token tells none. */
function expiryOf(token: string): number {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const {exp} = payload as {exp?: unknown}
    return typeof exp === 'number' ? exp * 1000 : 0
  } catch {
    return 0
  }
}
