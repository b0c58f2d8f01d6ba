import type {KbookError} from '../../errors.js'
import type {Condition} from './options.js'

const NOT_YET = 'not yet'

/** What stands between a run and being ready. */
export class Conditions {
  private readonly reasons = new Map<Condition['name'], string | undefined>([
    ['broker', NOT_YET],
    ['joined', NOT_YET],
    ['history', NOT_YET],
    ['dead-letters', undefined],
    ['running', NOT_YET],
  ])

  met(name: Condition['name']): void {
    this.reasons.set(name, undefined)
  }

  missing(name: Condition['name'], reason: string | KbookError): void {
    this.reasons.set(name, typeof reason === 'string' ? reason : reason.line)
  }

  list(): Condition[] {
    return [...this.reasons].map(([name, reason]) =>
      reason === undefined ? {name, ok: true} : {name, ok: false, reason},
    )
  }
}
