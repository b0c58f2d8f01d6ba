import type {KbookError} from '../../errors.js'

export const PING_STEPS = ['dns', 'tcp', 'tls', 'api-versions', 'sasl', 'metadata'] as const
export type PingStepName = (typeof PING_STEPS)[number]

/** One step on the way into a broker. The first that fails is the last. */
export interface PingStep {
  readonly step: PingStepName
  readonly ms: number
  /** What was found: addresses, protocol and cipher, mechanism, … Comes from the other side. */
  readonly detail: string
  readonly error: KbookError | undefined
}

/** The certificate that a broker showed, whether or not it was accepted. */
export interface PingCertificate {
  readonly subject: string
  readonly issuer: string
  /** Names that it is for, such as `DNS:kafka-0` and `IP Address:10.0.0.4`. */
  readonly names: readonly string[]
  readonly validFrom: string
  /** ISO time. */
  readonly validTo: string
  /** Whole days until then; negative once it has expired. */
  readonly daysLeft: number
}

/** One address, dialled. */
export interface PingedAddress {
  readonly address: string
  /** It was given to start from. */
  readonly bootstrap: boolean
  /** Ids of the brokers that advertise it: more than one is a mistake in their settings. */
  readonly brokers: readonly number[]
  readonly steps: readonly PingStep[]
  readonly totalMs: number
  readonly certificate: PingCertificate | undefined
  /** Cluster id of whoever answered. */
  readonly clusterId: string | undefined
  /** Of the step that failed. Its hints tell what to look at. */
  readonly error: KbookError | undefined
}

export interface PingReport {
  readonly name: string
  readonly clusterId: string | undefined
  /** Bootstrap addresses as given, then what the brokers advertise, by id. */
  readonly addresses: readonly PingedAddress[]
  /** What is wrong although every address answers: two brokers on one address, certificates that end soon. */
  readonly warnings: readonly string[]
}
