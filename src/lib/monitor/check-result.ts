import type {CheckStatus} from './status.js'

/** One measured value. */
export interface PerfDatum {
  /** Names the value among those of the check, such as `orders lag`. */
  readonly label: string
  /** Absent when it could not be read, which is not 0. */
  readonly value?: bigint | number | undefined
  readonly unit?: 's' | '%'
  /** Thresholds, as ranges. */
  readonly warning?: string | undefined
  readonly critical?: string | undefined
  readonly min?: number
  readonly max?: number
  /** Name of the gauge that it becomes, after `kbook_check_`. */
  readonly metric: string
  readonly labels?: Readonly<Record<string, string>>
}

/** What a check found out. */
export interface CheckResult {
  readonly check: string
  readonly cluster: string
  readonly status: CheckStatus
  /** The line that a pager shows. */
  readonly summary: string
  /** A line for each thing that is wrong, worst first. */
  readonly details: readonly string[]
  readonly perfdata: readonly PerfDatum[]
}
