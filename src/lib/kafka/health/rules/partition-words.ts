import {shellWord} from '../../../output/shell-word.js'
import type {PartitionInfo, TopicInfo} from '../../types.js'

/** Every partition, by topic and number. */
export const partitionsOf = (topics: ReadonlyMap<string, TopicInfo>): readonly PartitionInfo[] =>
  [...topics.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(({partitions}) => partitions)

export const place = ({topic, partition}: PartitionInfo): string => `${topic}-${partition}`

/** `leader none · replicas 1, 2, 3 · in sync 2`. */
export const detail = ({leader, replicas, isr}: PartitionInfo): string =>
  `leader ${leader ?? 'none'} · replicas ${replicas.join(', ')} · in sync ${isr.join(', ') || 'none'}`

/** Looks at the topic of the first partition of a finding. */
export const nextTopic = (first: PartitionInfo | undefined): string[] =>
  first ? [`kbook topic describe ${shellWord(first.topic)}`] : []
