import {mkdtemp, rm} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {TestProject} from 'vitest/node'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {startSandbox} from '../../src/lib/sandbox/start.js'
import type {SharedKafkaAddress} from './shared-kafka.js'

/** Offers one broker to all integration tests of a run. It starts when the first test asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let sandbox: Promise<Sandbox> | undefined
  const address = async (): Promise<SharedKafkaAddress> => {
    try {
      const {name, dir} = await (sandbox ??= startSandbox({ephemeral: true, name: 'shared'}))
      return {name, root: dirname(dir)}
    } catch (error) {
      return {error: error instanceof Error ? error.message : String(error)}
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'kbook-test-'))
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    void address().then((found) => socket.end(JSON.stringify(found)))
  })
  const path = join(folder, 'kafka.sock')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  project.provide('kafkaSocket', path)
  return async () => {
    server.close()
    await rm(folder, {recursive: true, force: true})
    await sandbox?.then(
      (started) => started.stop(),
      () => undefined,
    )
  }
}
