import {afterAll, beforeAll, expect, test} from 'vitest'
import type {IncidentConsumer} from '../../src/lib/consumer/engine/consumer.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {consumerScene, startConsumer} from '../helpers/consumer-scene.js'
import {startSandbox, until} from '../helpers/kafka.js'

const LONG_MS = 120_000

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({nodes: 1, config: {'group.min.session.timeout.ms': '1000'}, ephemeral: true})
}, LONG_MS)
afterAll(() => sandbox.stop())

const joined = (consumer: IncidentConsumer) => consumer.state().conditions.find(({name}) => name === 'joined')

test(
  'a membership whose session is over is not told as one, until a heartbeat gets through again',
  async () => {
    const kafka = {sessionTimeoutMs: 2000, heartbeatIntervalMs: 200}
    const {options} = await consumerScene(sandbox.connection(), {partitions: 1}, kafka)
    const {consumer, seen, stop} = startConsumer(options)
    await seen('ready')
    expect(joined(consumer)).toEqual({name: 'joined', ok: true})
    const [{id} = {id: 1}] = sandbox.nodes
    sandbox.pauseBroker(id)
    await until(() => joined(consumer)?.ok === false)
    expect(joined(consumer)?.reason).toContain('no heartbeat got through for 2 s')
    sandbox.resumeBroker(id)
    await until(() => consumer.state().conditions.every(({ok}) => ok))
    await stop()
  },
  LONG_MS,
)
