import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {beforeAll, describe, expect, it} from 'vitest'
import {commitOffsets, createTopic, produce, sharedKafka, uniqueName} from '../helpers/kafka.js'
import {node24} from '../helpers/node24.js'

const run = promisify(execFile)
const node = await node24()

describe.skipIf(node === undefined)('on Node 24', () => {
  const group = uniqueName('group')
  let brokers = ''

  beforeAll(async () => {
    const kafka = await sharedKafka()
    const topic = uniqueName('topic')
    brokers = kafka.brokers.join(',')
    await createTopic(kafka.connection(), topic)
    await produce(kafka.connection(), topic, ['one', 'two', 'three'])
    await commitOffsets(kafka.connection(), group, {[topic]: {0: 1}})
  })

  const kbook = (...args: string[]): Promise<{stdout: string; stderr: string}> =>
    run(node ?? '', ['bin/run.js', ...args], {env: {...process.env, NODE_OPTIONS: '', NO_COLOR: '1'}})

  it('starts', async () => {
    const {stdout, stderr} = await kbook('--version')
    expect(stdout).toMatch(/node v24\./)
    expect(stderr).toBe('')
  })

  it('talks to a broker without a warning of its own', async () => {
    const {stdout, stderr} = await kbook('lag', 'describe', group, '--brokers', brokers, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ok: true})
    expect(stderr).toBe('')
  })
})
