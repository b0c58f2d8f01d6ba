import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import type {SaslOptions, TlsOptions} from '../config/connection.js'
import {createAuthority} from './certificates.js'
import {layout} from './paths.js'
import {renderProperties} from './properties.js'
import {SANDBOX_USERS, type SandboxMechanism, type SandboxSettings, type SandboxUser} from './types.js'

const OWNER_ONLY = 0o600

/** Writes what clients and brokers need: certificates, passwords and properties files for Kafka's own tools. */
export async function createCredentials(dir: string, settings: SandboxSettings): Promise<void> {
  const files = layout(dir)
  if (settings.tls || settings.mtls) {
    const authority = createAuthority('kbook sandbox')
    const broker = authority.issue('broker', ['localhost', '127.0.0.1'])
    await write(files.ca, authority.cert)
    await write(files.brokerKeystore, broker.key + broker.cert)
    for (const user of settings.mtls ? SANDBOX_USERS : []) {
      const client = authority.issue(user)
      await write(files.certificate(user), client.cert)
      await write(files.key(user), client.key)
      await write(files.keystore(user), client.key + client.cert)
    }
  }
  if (settings.sasl) {
    for (const user of SANDBOX_USERS) await write(files.password(user), randomBytes(12).toString('hex'))
  }
  for (const user of SANDBOX_USERS) {
    await write(files.clientProperties(user), renderProperties(clientProperties(dir, settings, user)))
  }
}

/** Passwords by user; none without SASL. */
export const readPasswords = (dir: string, settings: SandboxSettings): Record<string, string> =>
  Object.fromEntries(settings.sasl ? SANDBOX_USERS.map((user) => [user, readPassword(dir, user)]) : [])

/** What a user's client needs to be let in; neither for a sandbox without security. */
export function clientSecurity(
  dir: string,
  settings: SandboxSettings,
  user: SandboxUser,
  mechanism: SandboxMechanism,
): {tls?: TlsOptions; sasl?: SaslOptions} {
  const tls = settings.tls || settings.mtls ? tlsOptions(dir, settings, user) : undefined
  const sasl = settings.sasl ? saslOptions(dir, user, mechanism) : undefined
  return {...(tls ? {tls} : {}), ...(sasl ? {sasl} : {})}
}

function tlsOptions(dir: string, settings: SandboxSettings, user: SandboxUser): TlsOptions {
  const files = layout(dir)
  const read = (path: string): string => readFileSync(path, 'utf8')
  const ca = read(files.ca)
  return settings.mtls ? {ca, cert: read(files.certificate(user)), key: read(files.key(user))} : {ca}
}

const saslOptions = (dir: string, user: SandboxUser, mechanism: SandboxMechanism): SaslOptions =>
  mechanism === 'oauthbearer'
    ? {mechanism, token: () => Promise.resolve(unsecuredToken(user))}
    : {mechanism, username: user, password: readPassword(dir, user)}

/** A JSON Web Token without a signature (RFC 7515, "none"), as Kafka takes it when it has no key to check with. */
export function unsecuredToken(user: string, now = Date.now()): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const seconds = Math.floor(now / 1000)
  return `${part({alg: 'none'})}.${part({sub: user, iat: seconds - 60, exp: seconds + 3600})}.`
}

// For the clients of Kafka itself (`--command-config`).
function clientProperties(dir: string, settings: SandboxSettings, user: SandboxUser): Record<string, string> {
  const files = layout(dir)
  const encrypted = settings.tls || settings.mtls
  const protocol = `${settings.sasl ? 'SASL_' : ''}${encrypted ? 'SSL' : 'PLAINTEXT'}`
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule'
  return {
    'security.protocol': protocol,
    ...(encrypted ? {'ssl.truststore.type': 'PEM', 'ssl.truststore.location': files.ca} : {}),
    ...(settings.mtls ? {'ssl.keystore.type': 'PEM', 'ssl.keystore.location': files.keystore(user)} : {}),
    ...(settings.sasl
      ? {
          'sasl.mechanism': 'SCRAM-SHA-512',
          'sasl.jaas.config': `${login} required username="${user}" password="${readPassword(dir, user)}";`,
        }
      : {}),
  }
}

const readPassword = (dir: string, user: SandboxUser): string =>
  readFileSync(layout(dir).password(user), 'utf8').trim()

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), {recursive: true, mode: 0o700})
  await writeFile(path, text, {mode: OWNER_ONLY})
}
