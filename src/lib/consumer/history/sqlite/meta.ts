import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import type {HistoryIdentity, PauseChange, PauseSwitch} from '../store.js'
import type {Holder} from './lock.js'

export interface Meta {
  identity(): HistoryIdentity
  bind(owner: {clusterId: string; group: string}): void
  pause(): PauseSwitch
  changePause(change: PauseChange): PauseSwitch
  holder(): Holder | undefined
  setHolder(holder: Holder | undefined): void
  /** When a consumer was last seen to have the history. */
  aliveAt(): number | undefined
  setAlive(at: number): void
}

const NOT_PAUSED: PauseSwitch = {paused: false, at: undefined, by: undefined, reason: undefined}

/** The single values of a history: which one it is, whose it is, who holds it, whether it is paused. */
export function historyMeta(db: DatabaseSync): Meta {
  const select = db.prepare('SELECT value FROM meta WHERE name = ?')
  const get = (name: string): string | undefined => (select.get(name) as {value: string} | undefined)?.value
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) db.prepare('DELETE FROM meta WHERE name = ?').run(name)
    else db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, value)
  }
  const parse = (name: string): unknown => JSON.parse(get(name) ?? 'null')

  return {
    identity: () => ({uuid: get('uuid') ?? '', clusterId: get('cluster_id'), group: get('group')}),
    bind({clusterId, group}) {
      set('cluster_id', clusterId)
      set('group', group)
    },
    pause: () => ({...NOT_PAUSED, ...(parse('pause') as PauseSwitch | null)}),
    changePause({paused, by, reason}) {
      const changed = {paused, at: Date.now(), by, reason}
      set('pause', JSON.stringify(changed))
      return changed
    },
    holder: () => (parse('holder') as Holder | null) ?? undefined,
    aliveAt() {
      const at = get('alive_at')
      return at === undefined ? undefined : Number(at)
    },
    setAlive: (at) => set('alive_at', String(at)),
    setHolder: (holder) => set('holder', holder && JSON.stringify(holder)),
  }
}
