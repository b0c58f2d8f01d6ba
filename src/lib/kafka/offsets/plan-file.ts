import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {topicScope} from '../lag/selection.js'
import {planRows} from './plan-rows.js'
import {linesOf, readOffsetFile} from './read-file.js'
import type {OffsetPlan} from './types.js'

export interface FileRequest {
  /** Path, or `-` for stdin. */
  readonly file: string
  /** The group of lines that name none; where lines name groups, only these, all of them when there is none. */
  readonly groups: readonly string[]
  /** Only these topics and partitions, all of them when there is none. */
  readonly topics: readonly string[]
  readonly allowNewGroups: boolean
}

/** What committing the offsets of a file would do. @throws KbookError `BAD_INPUT`, `GROUP_NOT_FOUND`, `GROUP_ACTIVE` */
export async function planFile(
  cluster: Cluster,
  {file, groups, topics, allowNewGroups}: FileRequest,
): Promise<OffsetPlan> {
  const scope = topicScope(topics)
  const lines = linesOf(await readOffsetFile(file), groups, file).filter(({topic, partition}) =>
    scope.includes(topic, partition),
  )
  const absent = groups.find((group) => !lines.some((line) => line.group === group))
  if (absent !== undefined || lines.length === 0) {
    const what = absent === undefined ? 'for that' : `of group "${absent}"`
    throw new KbookError('BAD_INPUT', `${file} holds no offsets ${what}`, {
      hint: 'See --group and --topic, and the names in the file.',
    })
  }
  const rows = lines.map(({group, topic, partition, offset}) => ({
    group,
    topic,
    partition,
    position: {to: 'offset', offset} as const,
  }))
  return planRows(cluster, rows, {allowNewGroups})
}
