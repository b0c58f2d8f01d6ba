/**
 * Headers that tell why a message is a dead letter. The first six are those of Kafka Connect's dead letter queues
 * (KIP-298), which other tools read.
 */
export const LETTER_HEADERS = {
  topic: '__connect.errors.topic',
  partition: '__connect.errors.partition',
  offset: '__connect.errors.offset',
  stage: '__connect.errors.stage',
  kind: '__connect.errors.exception.class.name',
  message: '__connect.errors.exception.message',
  group: '__kbook.group',
  attempt: '__kbook.attempt',
  version: '__kbook.version',
} as const
