import {mkdtemp, rm} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {TestProject} from 'vitest/node'
import {startRedpandaSandbox, type RedpandaSandbox} from '../../src/lib/sandbox/redpanda-sandbox.js'
import {startSandbox} from '../../src/lib/sandbox/start.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import type {SharedKafkaAnswer, SharedKafkaQuestion, SharedKind} from './shared-kafka.js'

const SETTINGS = {
  three: {name: 'three', nodes: 3},
  secure: {name: 'secure', sasl: true, tls: true},
} as const

/** Offers clusters to all integration tests of a run. Each starts when the first test asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RedpandaSandbox> | undefined
  const others = new Map<SharedKind, Promise<Sandbox>>()
  const other = (kind: Exclude<SharedKind, 'one'>): Promise<Sandbox> => {
    const known = others.get(kind) ?? startSandbox({...SETTINGS[kind], ephemeral: true})
    others.set(kind, known)
    return known
  }
  const answer = async (question: SharedKafkaQuestion): Promise<SharedKafkaAnswer> => {
    const {kind = 'one'} = question
    try {
      if (kind !== 'one') {
        const {name, dir} = await other(kind)
        return {sandbox: {name, root: dirname(dir)}, redpandaBrokers: [], refusals: []}
      }
      const {sandbox, brokers, refusals} = await (started ??= startRedpandaSandbox({name: 'shared'}))
      return {
        sandbox: {name: sandbox.name, root: dirname(sandbox.dir)},
        redpandaBrokers: brokers,
        refusals: refusals(question.clientId),
      }
    } catch (error) {
      return {error: error instanceof Error ? error.message : String(error)}
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'kbook-test-'))
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    // A question is far smaller than what a socket delivers in one piece.
    socket.once('data', (question: Buffer) => {
      void answer(JSON.parse(question.toString()) as SharedKafkaQuestion).then((found) =>
        socket.end(JSON.stringify(found)),
      )
    })
  })
  const path = join(folder, 'kafka.sock')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  project.provide('kafkaSocket', path)
  return async () => {
    server.close()
    await rm(folder, {recursive: true, force: true})
    await Promise.allSettled([started, ...others.values()].map(async (running) => (await running)?.stop()))
  }
}
