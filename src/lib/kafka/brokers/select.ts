import {KbookError} from '../../errors.js'
import type {ClusterInfo} from '../types.js'

/** A broker's id as it is typed. @throws KbookError `BAD_INPUT` */
export function brokerId(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new KbookError('BAD_INPUT', `"${text}" is no id of a broker`, {
    hint: ['It is a number such as 1.', 'kbook broker list'],
  })
}

/** Ids of `1,2,3`. @throws KbookError `BAD_FLAG` naming the flag */
export function brokerIds(flag: string, text: string): number[] {
  const words = text.split(',').map((word) => word.trim())
  const bad = words.find((word) => !/^\d{1,9}$/.test(word))
  const ids = words.map(Number)
  if (bad === undefined && new Set(ids).size === ids.length) return ids
  const what = bad === undefined ? 'names a broker twice' : `"${bad}" is no id of a broker`
  throw new KbookError('BAD_FLAG', `--${flag} ${text}: ${what}`, {
    hint: [`Write --${flag} 1,2,3`, 'kbook broker list'],
  })
}

/** Those of the ids that are alive, which must be all of them. @throws KbookError `NOT_FOUND` */
export function requireBrokers({brokers}: ClusterInfo, ids: readonly number[]): void {
  const missing = ids.filter((id) => !brokers.some((broker) => broker.id === id))
  if (missing.length === 0) return
  const alive = brokers.map(({id}) => id).join(', ')
  const subject =
    missing.length === 1 ? `there is no broker ${missing[0]}` : `no brokers ${missing.join(', ')}`
  throw new KbookError('NOT_FOUND', `${subject} in the cluster now`, {
    hint: [`Alive: ${alive}. One that is away may be starting, or be cut off.`, 'kbook broker list'],
    details: {missing, alive: brokers.map(({id}) => id)},
  })
}
