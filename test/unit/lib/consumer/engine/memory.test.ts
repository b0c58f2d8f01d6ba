import {join} from 'node:path'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import {expect, test} from 'vitest'
import type {ActionRunner} from '../../../../../src/lib/consumer/actions/runner.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import {consumerConfig, incident, linesFile} from '../../../../helpers/consumer.js'
import {startConsumer} from '../../../../helpers/consumer-scene.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

const INCIDENTS = 100
const BYTES = 400_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function megabytesInUse(): number {
  collectGarbage()
  const {heapUsed, external} = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

test('what waits takes no memory for its incident, nor does what has succeeded take room in the history', async () => {
  const folder = scratchFolder()
  const history = join(folder, 'history.db')
  let letGo = (): void => undefined
  const gone = new Promise<void>((resolve) => (letGo = resolve))
  const lengths: number[] = []
  const act: ActionRunner = {
    async run({claim}) {
      await gone
      lengths.push(claim.payload.length)
      return {outcome: 'succeeded'}
    },
  }
  const lines = Array.from({length: INCIDENTS}, (_, n) =>
    incident(String(n)).replace(/}$/, `,"description":"${'x'.repeat(BYTES)}"}`),
  )
  const options = {
    config: consumerConfig({concurrency: 1, maxInFlight: 2 * INCIDENTS}),
    source: {kind: 'file', path: linesFile(folder, lines.splice(0)), follow: true},
    history,
    actions: {act},
  } as const
  const before = megabytesInUse()

  const first = startConsumer(options)
  await first.seen('matched', INCIDENTS)
  expect(megabytesInUse() - before).toBeLessThan(20)
  first.consumer.stop({graceMs: 0})
  letGo()
  await first.run

  // The rest is found again, without its incidents.
  const second = startConsumer(options)
  await second.seen('ready')
  await second.seen('succeeded', INCIDENTS - 1)
  await second.stop()
  expect(Math.min(...lengths)).toBeGreaterThan(BYTES)
  const view = await openHistoryView(history)
  expect(view.show('bigpanda:1:act')).toMatchObject({state: 'succeeded', payload: 'null'})
  view.close()
})
