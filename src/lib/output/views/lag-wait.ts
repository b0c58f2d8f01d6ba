import type {LagWait} from '../../kafka/lag/wait.js'
import type {LagEvent} from '../../kafka/lag/watch.js'
import {count, duration, printable} from '../format.js'
import {lagLines} from './lag-watch.js'

/** Progress while waiting: only what has changed is worth a line. */
export function waitProgress(intervalMs: number): (event: LagEvent) => string | undefined {
  let before: string | undefined
  return (event) => {
    const line = lagLines(event, {intervalMs}).join('\n')
    const said = line.slice(line.indexOf('  '))
    if (said === before) return undefined
    before = said
    return line
  }
}

export function waitView({group, lag, below, waitedMs}: LagWait): string {
  return `${printable(group)} is below ${count(below)}: lag ${count(lag)}, after ${duration(waitedMs)}`
}
