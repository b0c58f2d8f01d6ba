import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {openSandbox} from '../../src/lib/sandbox/start.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A socket whose answer is a {@link SharedKafkaAddress} as JSON. */
    kafkaSocket: string
  }
}

export type SharedKafkaAddress = {name: string; root: string} | {error: string}

/** What a test may use of the broker that all test files share; it must not be stopped or killed. */
export type SharedKafka = Pick<Sandbox, 'brokers' | 'clientProperties' | 'clusterId' | 'connection' | 'name'>

/**
 * The broker that all test files of this run share, started when the first one asks. Tests keep apart by names:
 * see `uniqueName`. A test that stops brokers, or needs other settings, starts a sandbox of its own.
 */
export async function sharedKafka(): Promise<SharedKafka> {
  // Imported here, so that benchmarks can use this folder outside vitest.
  const {inject} = await import('vitest')
  const address = JSON.parse(await text(connect(inject('kafkaSocket')))) as SharedKafkaAddress
  if ('error' in address) throw new Error(`the shared broker did not start: ${address.error}`)
  return openSandbox(address.name, address.root)
}
