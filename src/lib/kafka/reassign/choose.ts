import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {selectPartitions, selectTopics} from '../topics/select.js'
import type {PartitionInfo} from '../types.js'
import type {ReassignTarget} from './types.js'

/**
 * Partitions that a change of replicas is about: those of an assignment, otherwise those that the words name. `all`
 * means every topic but internal ones; draining without words means every topic.
 *
 * @throws KbookError `BAD_FLAG` when nothing or too much was said, `TOPIC_NOT_FOUND`, `NOT_FOUND`.
 */
export async function choosePartitions(
  cluster: Cluster,
  words: readonly string[],
  all: boolean,
  target: ReassignTarget,
): Promise<readonly PartitionInfo[]> {
  if (all && words.length > 0) throw new KbookError('BAD_FLAG', 'topics and --all exclude each other')
  if (target.kind === 'assignment') {
    if (all || words.length > 0) {
      throw new KbookError('BAD_FLAG', 'an assignment names its topics itself: give none besides')
    }
    return selectPartitions(
      cluster,
      target.partitions.map(({topic, partition}) => `${topic}:${partition}`),
    )
  }
  if (words.length > 0) return selectPartitions(cluster, words)
  if (!all && target.kind !== 'drain') {
    throw new KbookError('BAD_FLAG', 'no topic given', {
      hint: 'Name one topic or more, or use --all for every topic but internal ones.',
    })
  }
  const topics = await selectTopics(cluster, [], {internal: !all})
  return topics.flatMap(({partitions}) => partitions)
}
