import {expect, it} from 'vitest'
import Status from '../../../src/commands/status.js'
import type {StatusReport} from '../../../src/lib/status/types.js'
import {onEachCluster} from '../../helpers/clusters.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'

type Value<T> = T extends {value: infer V} ? V : never
const valueOf = <T extends object>(part: T): Value<T> => {
  if ('value' in part) return part.value as Value<T>
  throw new Error(`not read: ${JSON.stringify(part)}`)
}
const reportOf = (run: CommandRun): StatusReport => run.json().result as StatusReport

onEachCluster((cluster, kind) => {
  it('shows the cluster on one screen', async () => {
    const {run, size, sandbox} = await cluster()
    const text = await run(Status, 'status')
    expect(text.exitCode).toBe(0)
    expect(text.stdout.split('\n').length).toBeLessThanOrEqual(24)
    for (const part of ['Cluster', 'Health', 'Lag', 'Changes']) expect(text.stdout).toContain(part)
    const report = reportOf(await run(Status, 'status', '--json'))
    expect(valueOf(report.overview)).toMatchObject({clusterId: sandbox.clusterId, away: [], offline: 0})
    expect(valueOf(report.overview).brokers).toHaveLength(size)
    expect(valueOf(report.overview).release).toBe(kind === 'Redpanda' ? undefined : '4.1')
  })
})

it('says that nobody answers, once, and still what was changed', async () => {
  const {stdout, exitCode} = await runCommand(Status, ['--brokers', '127.0.0.1:1'], 'status')
  expect(exitCode).toBe(4)
  expect(stdout.match(/nothing listens on 127\.0\.0\.1:1/g)).toHaveLength(1)
  expect(stdout).toContain('kbook cluster ping')
  expect(stdout).toContain('Changes')
  const document = await runCommand(Status, ['--brokers', '127.0.0.1:1', '--json'], 'status')
  expect(document.json()).toMatchObject({
    ok: false,
    error: {code: 'UNREACHABLE'},
    result: {cluster: '127.0.0.1:1'},
  })
})
