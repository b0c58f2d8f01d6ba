import type {OutageScene} from './outage.js'
import {until} from './kafka.js'

/** Brokers that are dead refuse connections; those that hang take them and never answer. */
export type Away = 'killed' | 'hanging'

export interface AllAwayReport {
  /** What `/readyz` said while they were away. */
  reason: string
  /** From the moment that they were away until it was not ready. */
  noticedMs: number
  /** From the moment that they served again until it was ready. */
  readyMs: number
  /** From then on until it acted on what was left on the brokers, and on what was published since. */
  caughtUpMs: number
  /** Processor time that the consumer took while they were away. */
  cpuMs: number
}

/**
 * Takes all brokers away for a time, and longer until the consumer has noticed. Actions that ran at that moment end
 * while they are away, and are not run again; what had not been read is acted on afterwards.
 */
export async function allAway(
  scene: OutageScene,
  {away, forMs}: {away: Away; forMs: number},
): Promise<AllAwayReport> {
  const {sandbox} = scene
  const ids = sandbox.nodes.map(({id}) => id)
  await scene.hold()
  const before = await processorTime(scene)
  const wentAt = performance.now()
  if (away === 'killed') await Promise.all(ids.map((id) => sandbox.killBroker(id)))
  else for (const id of ids) sandbox.pauseBroker(id)
  const {body: reason} = await scene.notReady()
  const noticedMs = performance.now() - wentAt
  await scene.release()
  await until(() => performance.now() - wentAt >= forMs)
  await scene.notReady()
  const after = await processorTime(scene)

  if (away === 'killed') await sandbox.start()
  else for (const id of ids) sandbox.resumeBroker(id)
  const backAt = performance.now()
  await scene.ready()
  const readyAt = performance.now()
  await scene.progress()
  await scene.caughtUp()
  return {
    reason,
    noticedMs,
    readyMs: readyAt - backAt,
    caughtUpMs: performance.now() - readyAt,
    cpuMs: after - before,
  }
}

/** Milliseconds. */
const processorTime = async (scene: OutageScene): Promise<number> =>
  (await scene.metric('process_cpu_seconds_total')) * 1000
