/** Levels of the feature `metadata.version` from 1 on (org.apache.kafka.server.common.MetadataVersion of 4.1). */
const RELEASES = (
  '3.0-IV1 3.1-IV0 3.2-IV0 3.3-IV0 3.3-IV1 3.3-IV2 3.3-IV3 3.4-IV0 3.5-IV0 3.5-IV1 3.5-IV2 3.6-IV0 3.6-IV1 ' +
  '3.6-IV2 3.7-IV0 3.7-IV1 3.7-IV2 3.7-IV3 3.7-IV4 3.8-IV0 3.9-IV0 4.0-IV0 4.0-IV1 4.0-IV2 4.0-IV3 4.1-IV0 ' +
  '4.1-IV1 4.2-IV0 4.2-IV1'
).split(' ')

export const METADATA_VERSION = 'metadata.version'

/** Kafka's name of a level, such as `4.1-IV1`; undefined for one that is newer than this table. */
export const releaseOf = (level: number): string | undefined => RELEASES[level - 1]

/** The Kafka version whose newest level that is, such as `4.1`. */
export const versionOf = (level: number): string | undefined => releaseOf(level)?.split('-')[0]
