import {mkdtemp, rm} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {TestProject} from 'vitest/node'
import {startRedpandaSandbox, type RedpandaSandbox} from '../../src/lib/sandbox/redpanda-sandbox.js'
import type {SharedKafkaAnswer, SharedKafkaQuestion} from './shared-kafka.js'

/** Offers one broker to all integration tests of a run. It starts when the first test asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RedpandaSandbox> | undefined
  const answer = async (question: SharedKafkaQuestion): Promise<SharedKafkaAnswer> => {
    try {
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
    await started?.then(
      (running) => running.stop(),
      () => undefined,
    )
  }
}
