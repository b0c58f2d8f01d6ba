import {
  fields,
  instant,
  listOf,
  maybe,
  offset,
  oneOf,
  orNull,
  recordOf,
  text,
  whole,
  type Shape,
} from './shape.js'
import type {UndoKind} from './undo-store.js'

/** What every kept undo has, whatever its kind. */
export const UNDO_ENTRY = fields({
  id: text,
  kind: text,
  time: instant,
  subject: text,
  cluster: fields({name: text, id: maybe(text)}),
  undoes: maybe(text),
  outcome: maybe(oneOf('done', 'partial', 'failed', 'interrupted')),
})

const partition = {topic: text, partition: whole}
const keptOffset = fields({
  ...partition,
  topicId: maybe(text),
  offset: orNull(offset),
  leaderEpoch: maybe(whole),
  metadata: maybe(text),
})
const configChange = fields({name: text, operation: text, value: orNull(text)})

/** What the verb that puts it back reads. */
export const UNDO_DATA: Readonly<Record<UndoKind, Shape>> = {
  offsets: fields({groups: listOf(fields({group: text, partitions: listOf(keptOffset)}))}),
  topic: fields({
    topics: listOf(fields({topic: text, changes: listOf(configChange), made: recordOf(orNull(text))})),
  }),
  broker: fields({broker: orNull(whole), settings: listOf(fields({name: text, value: orNull(text)}))}),
  reassign: fields({partitions: listOf(fields({...partition, replicas: listOf(whole)}))}),
}

export const UNDO_KINDS = Object.keys(UNDO_DATA) as UndoKind[]
