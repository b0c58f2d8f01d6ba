import type {KbookError} from '../../errors.js'
import type {TopicPartition} from '../types.js'
import {keyOf} from './facts.js'

/** Tells what is wrong with a partition once, however often it happens, until it has worked again. */
export class Troubles {
  private readonly told = new Map<string, string>()

  constructor(private readonly warn: (message: string) => void) {}

  add(partition: TopicPartition, error: KbookError): void {
    const key = keyOf(partition)
    if (this.told.get(key) === error.message) return
    this.told.set(key, error.message)
    this.warn(`${partition.topic}[${partition.partition}] cannot be read: ${error.line}; it is tried again`)
  }

  clear(partition: TopicPartition): void {
    if (this.told.size > 0) this.told.delete(keyOf(partition))
  }
}
