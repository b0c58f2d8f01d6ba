import {KbookError} from '../../errors.js'
import type {RecordBatch} from '../records/types.js'
import type {ReadPartition} from './read-partition.js'
import type {ReadOptions} from './read.js'

/**
 * Whether reading goes on after a batch that cannot be read. One that is too large is skipped, and told; what follows
 * in a damaged log cannot be told apart from it. Anything else that is thrown is a bug.
 */
export function passOver(
  error: unknown,
  {baseOffset, lastOffset}: RecordBatch,
  partition: ReadPartition,
  {onSkipped}: Pick<ReadOptions, 'onSkipped'>,
): boolean {
  if (!(error instanceof KbookError)) throw error
  if (error.code === 'UNSUPPORTED') {
    onSkipped(partition, baseOffset, lastOffset + 1n, error)
    return true
  }
  partition.error = error
  return false
}
