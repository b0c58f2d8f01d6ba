import type {TlsOptions} from './connection.js'
import type {Environment} from './paths.js'
import {readSecret, readSettingFile, secretSources} from './read-secret.js'
import type {ResolvedProfile} from './resolve.js'
import {usesTls} from './security.js'
import {settingError} from './setting-error.js'

/** TLS as the settings ask for it, files read; undefined for plain connections. @throws KbookError */
export async function tlsOf(resolved: ResolvedProfile, env: Environment): Promise<TlsOptions | undefined> {
  const {settings} = resolved
  if (!usesTls(settings)) return undefined
  if (settings['tls.cert'] && !settings['tls.key']) throw alone('tls.cert', 'tls.key', resolved)
  if (settings['tls.key'] && !settings['tls.cert']) throw alone('tls.key', 'tls.cert', resolved)
  const [ca, cert, key, passphrase] = await Promise.all([
    readPem('tls.ca', resolved),
    readPem('tls.cert', resolved),
    readPem('tls.key', resolved),
    readSecret('tls.key_passphrase', resolved, env),
  ])
  return {
    ...(ca && {ca}),
    ...(cert && {cert}),
    ...(key && {key}),
    ...(passphrase && {passphrase}),
    ...(settings['tls.servername'] && {servername: settings['tls.servername']}),
    ...(settings['tls.insecure'] && {insecure: true}),
  }
}

type PemSetting = 'tls.ca' | 'tls.cert' | 'tls.key'

async function readPem(path: PemSetting, resolved: ResolvedProfile): Promise<string | undefined> {
  const {settings} = resolved
  const file = settings[path]
  if (!file) return undefined
  const pem = await readSettingFile(path, resolved)
  if (!pem.includes('-----BEGIN ')) {
    const hint = 'From a Java key store: openssl pkcs12 -in STORE.p12 -nodes -out FILE.pem'
    throw settingError(path, `${file} is not PEM`, resolved, {hint})
  }
  const hasPassphrase = secretSources('tls.key_passphrase').some((source) => settings[source])
  if (path === 'tls.key' && pem.includes('ENCRYPTED') && !hasPassphrase) {
    const hint = 'Set tls.key_passphrase_file, _env or _command.'
    throw settingError(path, `${file} is encrypted and there is no passphrase`, resolved, {hint})
  }
  return pem
}

const alone = (path: PemSetting, other: PemSetting, resolved: ResolvedProfile) =>
  settingError(path, `is set, but ${other} is not: they belong together`, resolved)
