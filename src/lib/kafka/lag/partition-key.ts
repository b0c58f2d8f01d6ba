import type {TopicPartition} from '../types.js'

/** Names a partition in a map: topic names hold no slash. */
export const partitionKey = ({topic, partition}: TopicPartition): string => `${topic}/${partition}`
