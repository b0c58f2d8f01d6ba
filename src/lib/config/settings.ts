import {Secret} from './secret.js'
import type {ValueKinds} from './value-kinds.js'

interface SettingSpec {
  kind: keyof ValueKinds
  summary: string
  /** False for what only a profile may say: no environment variable can loosen a guard. */
  env?: false
  /** Settings that say the same thing in different ways: at most one of them is in force. */
  oneOf?: string
  /** The file that it names holds a secret and should be readable by its owner only. */
  secretFile?: true
  /** In force when nothing else is said. */
  fallback?: string
}

/**
 * Every setting of a profile, by its path in the YAML file. Validation, environment variables, the flags of
 * `kbook profile add` and `profile show` are all made from this one table.
 */
export const SETTINGS = {
  brokers: {kind: 'brokers', summary: 'Brokers to start from, host:port'},
  'tls.enabled': {kind: 'bool', summary: 'Speak TLS; any other tls setting turns it on as well'},
  'tls.ca': {kind: 'file', summary: 'CA certificates to trust instead of those of the system, PEM'},
  'tls.cert': {kind: 'file', summary: 'Client certificate for mutual TLS, PEM'},
  'tls.key': {kind: 'file', summary: 'Private key of the client certificate, PEM', secretFile: true},
  'tls.key_passphrase': {kind: 'secret', summary: 'Passphrase of the key', oneOf: 'tls.key_passphrase'},
  'tls.key_passphrase_file': {
    kind: 'file',
    summary: 'File that holds the passphrase of the key',
    oneOf: 'tls.key_passphrase',
    secretFile: true,
  },
  'tls.key_passphrase_env': {
    kind: 'text',
    summary: 'Environment variable that holds the passphrase of the key',
    oneOf: 'tls.key_passphrase',
    env: false,
  },
  'tls.key_passphrase_command': {
    kind: 'argv',
    summary: 'Command that prints the passphrase of the key',
    oneOf: 'tls.key_passphrase',
  },
  'tls.servername': {kind: 'text', summary: 'Name to expect in the certificates of the brokers'},
  'tls.insecure': {kind: 'bool', summary: 'Trust any certificate: never on a network', env: false},
  'sasl.mechanism': {kind: 'mechanism', summary: 'plain, scram-sha-256, scram-sha-512 or oauthbearer'},
  'sasl.username': {kind: 'text', summary: 'User name'},
  'sasl.password': {kind: 'secret', summary: 'Password', oneOf: 'sasl.password'},
  'sasl.password_file': {
    kind: 'file',
    summary: 'File that holds the password',
    oneOf: 'sasl.password',
    secretFile: true,
  },
  'sasl.password_env': {
    kind: 'text',
    summary: 'Environment variable that holds the password',
    oneOf: 'sasl.password',
    env: false,
  },
  'sasl.password_command': {
    kind: 'argv',
    summary: 'Command that prints the password',
    oneOf: 'sasl.password',
  },
  'sasl.token_command': {kind: 'argv', summary: 'Command that prints a token, for oauthbearer'},
  'kube.context': {kind: 'text', summary: 'kubectl context of the Kubernetes cluster that belongs to it'},
  'kube.namespaces': {kind: 'names', summary: 'Namespaces by role, such as kafka=redpanda', env: false},
  cluster_id: {kind: 'text', summary: 'Refuse to talk to any other cluster than this one', env: false},
  protected: {kind: 'bool', summary: 'Changes ask for the name of the profile to be typed', env: false},
  read_only: {kind: 'bool', summary: 'Refuse every change', env: false},
  request_timeout: {kind: 'duration', summary: 'Time that one request may take', fallback: '10s'},
  timeout: {kind: 'duration', summary: 'Time that a whole command may take'},
} as const satisfies Record<string, SettingSpec>

export type SettingPath = keyof typeof SETTINGS

/** The settings of one profile, flat by path, each of its kind. Durations stay as they were written. */
export type ProfileSettings = {
  readonly [P in SettingPath]?: ValueKinds[(typeof SETTINGS)[P]['kind']]
}
export type SettingValue = string | boolean | Secret | readonly string[] | Readonly<Record<string, string>>

export const SETTING_PATHS = Object.keys(SETTINGS) as SettingPath[]
export const isSettingPath = (path: string): path is SettingPath => Object.hasOwn(SETTINGS, path)
export const specOf = (path: SettingPath): SettingSpec => SETTINGS[path]

/** `sasl.password_file` → `KBOOK_SASL_PASSWORD_FILE`; undefined where only a profile may say it. */
export const variableOf = (path: SettingPath): string | undefined =>
  specOf(path).env === false ? undefined : `KBOOK_${shortName(path).replace('.', '_').toUpperCase()}`

/** `sasl.password_file` → `sasl-password-file`. */
export const flagOf = (path: SettingPath): string => shortName(path).replace(/[._]/g, '-')

// `tls.enabled` is what `tls: true` stands for, and is called so elsewhere too.
const shortName = (path: SettingPath): string => path.replace('.enabled', '')

/** True when both say the same, secrets included. */
export const sameValue = (a: SettingValue | undefined, b: SettingValue | undefined): boolean =>
  a instanceof Secret && b instanceof Secret
    ? a.reveal() === b.reveal()
    : typeof a === typeof b && JSON.stringify(a) === JSON.stringify(b)
