import {inspect} from 'node:util'
import {KbookError} from '../errors.js'
import type {KafkaConnection, TlsOptions} from './connection.js'
import {durationMs} from './duration.js'
import {originText} from './origin.js'
import type {Environment} from './paths.js'
import type {ResolvedProfile} from './resolve.js'
import {saslOf} from './sasl.js'
import {tlsOf} from './tls.js'

const CONNECT_MS = 10_000
const CERTIFICATE_AGE_MS = 10_000

/**
 * Everything that a client needs: reads certificates and keys, fetches the password. `JSON.stringify` and
 * `console.log` of the result show no secret.
 *
 * @throws KbookError `NO_CLUSTER`, `BAD_CONFIG` or `AUTHENTICATION_FAILED`, naming the setting and where it was set.
 */
export async function connectionOf(
  resolved: ResolvedProfile,
  env: Environment = process.env,
): Promise<KafkaConnection> {
  const {settings, name} = resolved
  if (!settings.brokers) throw withoutBrokers(resolved)
  const [tls, sasl] = await Promise.all([tlsOf(resolved, env), saslOf(resolved, env)])
  const requestTimeoutMs = durationMs(settings.request_timeout ?? '') ?? CONNECT_MS
  return hideSecrets({
    name,
    brokers: settings.brokers,
    clientId: 'kbook',
    connectTimeoutMs: Math.min(requestTimeoutMs, CONNECT_MS),
    requestTimeoutMs,
    ...(tls && {tls, currentTls: rotated(tls, async () => (await tlsOf(resolved, env)) ?? tls)}),
    ...(sasl && {sasl}),
    ...(settings.cluster_id && {expectedClusterId: settings.cluster_id}),
  })
}

/**
 * Certificates are replaced on disk while a consumer runs for months. They are read anew for a connect, but not
 * for each one of many at once; while they cannot be read (half written, gone), the last good ones stay in use.
 */
function rotated(first: TlsOptions, read: () => Promise<TlsOptions>): () => Promise<TlsOptions> {
  let latest = Promise.resolve(first)
  let readAt = Date.now()
  return () => {
    if (Date.now() - readAt < CERTIFICATE_AGE_MS) return latest
    readAt = Date.now()
    const last = latest
    return (latest = read().catch(() => last))
  }
}

const withoutBrokers = ({name, chosenBy}: ResolvedProfile): KbookError =>
  new KbookError('NO_CLUSTER', `profile "${name}" names no brokers`, {
    hint: [`It was chosen by ${originText(chosenBy)}`, `kbook profile add ${name} --brokers HOST:9092`],
  })

function hideSecrets(connection: KafkaConnection): KafkaConnection {
  const {name, brokers, tls, sasl} = connection
  const shown = (): object => ({name, brokers, tls: tls !== undefined, sasl: sasl?.mechanism ?? null})
  Object.defineProperty(connection, 'toJSON', {value: shown})
  Object.defineProperty(connection, inspect.custom, {value: shown})
  return connection
}
