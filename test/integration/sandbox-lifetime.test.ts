import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {createServer} from 'node:net'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {build} from 'esbuild'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {isRunning} from '../../src/lib/sandbox/process.js'
import {openSandbox} from '../../src/lib/sandbox/start.js'
import type {ProcessRef} from '../../src/lib/sandbox/types.js'
import {guardedFolder, type GuardedFolder} from '../helpers/guarded-folder.js'
import {createTopic, kafkaClient, startSandbox, until} from '../helpers/kafka.js'

let folder: GuardedFolder
let root: string
beforeEach(async () => {
  folder = await guardedFolder()
  root = folder.path
})
afterEach(() => folder.remove())

test('data and settings outlive a stop, and two starts do not run at once', async () => {
  const options = {root, name: 'kept', config: {'num.partitions': '3'}}
  const [first, second] = await Promise.allSettled([startSandbox(options), startSandbox(options)])
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
  const sandbox = await openSandbox('kept', root)
  folder.guard(sandbox)
  await createTopic(sandbox.connection(), 'kept')
  await sandbox.stop({keepData: true})
  expect(sandbox.isRunning(1)).toBe(false)

  await expect(startSandbox({...options, sasl: true})).rejects.toMatchObject({code: 'REFUSED'})
  const again = await startSandbox({root, name: 'kept'})
  folder.guard(again)
  expect(again.clusterId).toBe(sandbox.clusterId)
  expect(again.brokers).toEqual(sandbox.brokers)
  const admin = kafkaClient(again.connection()).admin()
  await admin.connect()
  expect(await admin.listTopics()).toEqual(['kept'])
  await admin.disconnect()

  await again.stop()
  expect(await readdir(root)).toEqual([])
})

test('a port that was taken meanwhile is replaced by up, and reported by a restart', async () => {
  // A broker finds its port taken after it has registered, and is let in again only once that has expired.
  const config = {'broker.session.timeout.ms': '1500', 'broker.heartbeat.interval.ms': '300'}
  const sandbox = await startSandbox({root, config})
  folder.guard(sandbox)
  const [before] = sandbox.brokers
  await sandbox.stop({keepData: true})
  const {hostname, port} = new URL(`tcp://${before ?? ''}`)
  const stranger = createServer().listen(Number(port), hostname)
  await once(stranger, 'listening')
  try {
    await expect(sandbox.restartBroker(1)).rejects.toMatchObject({
      code: 'REFUSED',
      message: 'a port of broker 1 is taken by another process',
    })
    const again = await startSandbox({root})
    folder.guard(again)
    expect(again.brokers).not.toEqual([before])
    await createTopic(again.connection(), 'moved')
    await again.stop()
  } finally {
    stranger.close()
  }
})

test('a start that fails says why, and leaves its log but nothing running', async () => {
  const start = startSandbox({root, name: 'broken', config: {'metric.reporters': 'no.such.Reporter'}})
  await expect(start).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('Class no.such.Reporter cannot be found') as string,
    hints: [expect.stringContaining('broker.log')],
  })
  expect(existsSync(join(root, 'broken', 'node-1', 'broker.log'))).toBe(true)
  await expect(openSandbox('broken', root)).rejects.toMatchObject({code: 'NOT_FOUND'})
})

test('settings that Kafka refuses are reported before anything starts', async () => {
  const start = startSandbox({root, config: {'num.io.threads': '-1'}})
  await expect(start).rejects.toMatchObject({
    code: 'BAD_CONFIG',
    message: expect.stringContaining('Invalid value -1 for configuration num.io.threads') as string,
  })
})

test('an ephemeral sandbox does not outlive its process, even when that is killed', async () => {
  const script = join(root, 'start.mjs')
  await build({
    stdin: {
      contents: `import {startSandbox} from './src/lib/sandbox/start.js'
        const {dir, nodes} = await startSandbox({ephemeral: true})
        console.log(JSON.stringify({dir, process: nodes[0].process}))
        setInterval(() => undefined, 1000)`,
      loader: 'ts',
      resolveDir: process.cwd(),
    },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"},
  })
  const child = spawn(process.execPath, [script], {stdio: ['ignore', 'pipe', 'inherit']})
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const started = JSON.parse(line.toString()) as {dir: string; process: ProcessRef}
  expect(isRunning(started.process)).toBe(true)

  child.kill('SIGKILL')

  await until(() => !isRunning(started.process) && !existsSync(started.dir))
})
