import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {pauseBefore, sleep} from '../retry.js'

/**
 * Until a topic that was made a moment ago is known, and each of its partitions led: the controller answers before
 * the brokers have heard of it, one after the other.
 *
 * @throws KbookError when it does not come within the time of a request.
 */
export async function untilLed(
  cluster: Pick<Cluster, 'topics' | 'requestTimeoutMs'>,
  name: string,
): Promise<void> {
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    const topic = (await cluster.topics([name], {refresh: true})).get(name)
    if (topic && !topic.error && topic.partitions.length > 0) {
      if (topic.partitions.every(({leader}) => leader !== undefined)) return
    }
    if (performance.now() - started > cluster.requestTimeoutMs) {
      throw new KbookError('REQUEST_FAILED', `topic "${name}" was made and has no leader`)
    }
    await sleep(pauseBefore(attempt))
  }
}
