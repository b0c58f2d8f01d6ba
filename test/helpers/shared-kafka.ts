import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {inject} from 'vitest'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import type {Refusal} from '../../src/lib/sandbox/redpanda-proxy.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {openSandbox} from '../../src/lib/sandbox/start.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A socket that answers one {@link SharedKafkaQuestion} with one {@link SharedKafkaAnswer}, as JSON. */
    kafkaSocket: string
  }
}

/** `one` broker without security, `three` of them, or one with `secure`: SASL and TLS, with an authorizer. */
export type SharedKind = 'one' | 'three' | 'secure'

export interface SharedKafkaQuestion {
  /** Default `one`. */
  kind?: SharedKind
  /** Whose refusals are asked for; everyone's without. */
  clientId?: string | undefined
}

export type SharedKafkaAnswer =
  | {
      sandbox: {name: string; root: string}
      redpandaBrokers: readonly string[]
      refusals: readonly Refusal[]
    }
  | {error: string}

/** What a test may use of the broker that all test files share; it must not be stopped or killed. */
export type SharedKafka = Pick<Sandbox, 'brokers' | 'clientProperties' | 'clusterId' | 'connection' | 'name'>

/** The shared broker as it looks through a proxy that speaks only what Redpanda speaks. */
export interface SharedRedpanda extends Omit<SharedKafka, 'connection'> {
  connection: () => KafkaConnection
  /** Requests of a client (by client id) that were not offered and ended its connection. */
  refusals: (clientId: string) => Promise<readonly Refusal[]>
}

/**
 * The broker that all test files of this run share, started when the first one asks. Tests keep apart by names:
 * see `uniqueName`. A test that stops brokers, or needs other settings, starts a sandbox of its own.
 */
export async function sharedKafka(): Promise<SharedKafka> {
  const {sandbox} = await ask({})
  return openSandbox(sandbox.name, sandbox.root)
}

/** The same broker, narrowed to Redpanda's versions. Give each client an id of its own to ask for its refusals. */
export async function sharedRedpanda(): Promise<SharedRedpanda> {
  const {sandbox, redpandaBrokers} = await ask({})
  const kafka = await openSandbox(sandbox.name, sandbox.root)
  return {
    name: 'redpanda',
    clusterId: kafka.clusterId,
    brokers: [...redpandaBrokers],
    clientProperties: (user) => kafka.clientProperties(user),
    connection: () => ({...kafka.connection(), name: 'redpanda', brokers: redpandaBrokers}),
    refusals: async (clientId) => (await ask({clientId})).refusals,
  }
}

/** One of the sandboxes that all test files of this run share, each started when the first test asks for it. */
export async function sharedSandbox(kind: SharedKind): Promise<Sandbox> {
  const {sandbox} = await ask({kind})
  return openSandbox(sandbox.name, sandbox.root)
}

async function ask(question: SharedKafkaQuestion): Promise<Exclude<SharedKafkaAnswer, {error: string}>> {
  const socket = connect(inject('kafkaSocket'))
  socket.write(JSON.stringify(question))
  const answer = JSON.parse(await text(socket)) as SharedKafkaAnswer
  if ('error' in answer) throw new Error(`the shared broker did not start: ${answer.error}`)
  return answer
}
