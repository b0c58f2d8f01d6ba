import type {KbookError} from '../../../errors.js'

/** What operators watch of a broker's machine, each as a share in percent. */
export const METERS = ['cpu', 'heap', 'disk', 'network'] as const
export type Meter = (typeof METERS)[number]

/** One line of a metrics page. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** How much of something one broker uses. */
export interface MeterReading {
  readonly meter: Meter
  /** Such as `kafka-1:7071`, as the page or Prometheus calls it. */
  readonly instance: string
  readonly percent: number
}

export interface MetricsReport {
  readonly readings: readonly MeterReading[]
  /** Pages and queries that did not answer, or that hold nothing that is known here. */
  readonly failed: readonly {readonly subject: string; readonly error: KbookError}[]
}

/** Where the figures come from. */
export interface MetricsSources {
  /** Metrics pages of brokers: JMX exporter, node exporter or Redpanda's /public_metrics. */
  readonly pages: readonly string[]
  /** Base URL of a Prometheus server. */
  readonly prometheus?: string | undefined
  /** Label matchers that mean the brokers there, such as `job="kafka"`. */
  readonly match?: string | undefined
}
