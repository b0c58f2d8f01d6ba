/** Kafka's numbers of the mechanisms that it stores credentials for. */
export const SCRAM_MECHANISMS = {'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2} as const
export type ScramMechanism = keyof typeof SCRAM_MECHANISMS

/** What the brokers take (ScramMechanism and ScramControlManager of Kafka 4.1). */
export const SCRAM_ITERATIONS = {least: 4096, most: 16_384, default: 8192} as const

export interface ScramCredential {
  readonly mechanism: ScramMechanism | (string & {})
  readonly iterations: number
}

export interface ScramUser {
  readonly user: string
  /** Never the password, nor anything that it could be found from: brokers do not tell. */
  readonly credentials: readonly ScramCredential[]
}
