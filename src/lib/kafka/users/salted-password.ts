import type {ScramMechanism} from './types.js'

export interface SaltedPassword {
  readonly salt: Buffer
  readonly saltedPassword: Buffer
}

const SALT_BYTES = 32

/**
 * What a broker derives its keys from (`SaltedPassword` of RFC 5802), so that the password never leaves this machine.
 * As Kafka's own tools, the password is taken as UTF-8 without SASLprep.
 */
export async function saltPassword(
  password: string,
  mechanism: ScramMechanism,
  iterations: number,
  salt?: Buffer,
): Promise<SaltedPassword> {
  const {pbkdf2, randomBytes} = await import('node:crypto')
  const {promisify} = await import('node:util')
  const used = salt ?? randomBytes(SALT_BYTES)
  const [length, digest] = mechanism === 'SCRAM-SHA-256' ? [32, 'sha256'] : [64, 'sha512']
  return {salt: used, saltedPassword: await promisify(pbkdf2)(password, used, iterations, length, digest)}
}
