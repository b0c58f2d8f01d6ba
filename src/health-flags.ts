import * as Flags from '@oclif/core/flags'
import type {Interfaces} from '@oclif/core'
import {EXIT, KbookError, type ExitCode} from './lib/errors.js'
import {parseUrl} from './lib/kafka/health/metrics/http.js'
import {DEFAULT_LAG, isUnhealthy, type HealthOptions} from './lib/kafka/health/report.js'
import type {LagLimitOf} from './lib/kafka/health/rules/lag.js'
import {HEALTH_CHECKS, type HealthCheck, type HealthReport, type LagLimit} from './lib/kafka/health/types.js'

const repeatable = {multiple: true, multipleNonGreedy: true} as const

export const onlyFlag = Flags.string({
  summary: `Only these checks, comma separated: ${HEALTH_CHECKS.join(', ')}.`,
  helpValue: 'CHECK',
  ...repeatable,
})

export const lagLimitFlag = Flags.string({
  summary:
    'Lag of a group that is a warning, and that is critical. Without a group for all others. Repeatable.',
  helpValue: '[GROUP=]WARN:CRIT',
  ...repeatable,
})

export const healthFlags = {
  only: onlyFlag,
  all: Flags.boolean({char: 'a', summary: 'Also what is fine, and all the evidence.'}),
  'fail-on': Flags.option({
    summary: 'Least level that ends with 3. What is unknown always does.',
    options: ['warning', 'critical'] as const,
    default: 'warning' as const,
  })(),
  'lag-limit': lagLimitFlag,
  'metrics-url': Flags.string({
    summary: "Metrics page of a broker: JMX exporter, node exporter, Redpanda's /public_metrics. Repeatable.",
    helpValue: 'URL',
    ...repeatable,
  }),
  prometheus: Flags.string({
    summary: 'Prometheus server that has the figures of the brokers: CPU, heap, disk, network.',
    helpValue: 'URL',
  }),
  'prometheus-match': Flags.string({
    summary:
      'Labels that mean the brokers there. Without it only figures of Kafka and Redpanda themselves count.',
    helpValue: 'MATCHERS',
    dependsOn: ['prometheus'],
  }),
  canary: Flags.boolean({
    summary: 'Also write records to each broker and read them back: changes the cluster, so it asks first.',
    exclusive: ['watch'],
  }),
  watch: Flags.boolean({char: 'w', summary: 'Look again and again until Ctrl-C.'}),
  interval: Flags.string({
    summary: 'Time from one look to the next, 5s without it.',
    helpValue: 'DURATION',
    dependsOn: ['watch'],
  }),
  count: Flags.integer({summary: 'End after so many looks.', min: 1, helpValue: 'N', dependsOn: ['watch']}),
}

type HealthFlags = Interfaces.InferredFlags<typeof healthFlags>

/** What a command ends with that found this. */
export const healthExit = ({status}: HealthReport, flags: HealthFlags): ExitCode =>
  isUnhealthy(status, flags['fail-on']) ? EXIT.checkFailed : EXIT.ok

/** @throws KbookError `BAD_FLAG` */
export function healthOptions(flags: HealthFlags): HealthOptions {
  const checks = checksOf(flags.only)
  const {prometheus, 'metrics-url': pages = [], 'prometheus-match': match} = flags
  const hasMetrics = prometheus !== undefined || pages.length > 0
  if (checks?.includes('metrics') && !hasMetrics) {
    throw new KbookError('BAD_FLAG', '--only metrics needs --metrics-url or --prometheus: where to find them')
  }
  if (checks?.includes('canary') && !flags.canary) {
    throw new KbookError('BAD_FLAG', '--only canary needs --canary, which writes to the cluster')
  }
  if (prometheus !== undefined) parseUrl('prometheus', prometheus)
  pages.forEach((page) => parseUrl('metrics-url', page))
  const metrics = hasMetrics ? {pages, prometheus, match} : undefined
  return {checks, metrics, lagLimit: lagLimitOf(flags['lag-limit'])}
}

/** @throws KbookError `BAD_FLAG` */
export function checksOf(words: readonly string[] | undefined): readonly HealthCheck[] | undefined {
  if (words === undefined) return undefined
  return words.flatMap((word) =>
    word.split(',').map((name): HealthCheck => {
      const check = HEALTH_CHECKS.find((one) => one === name.trim())
      if (check) return check
      throw new KbookError('BAD_FLAG', `--only: there is no check "${name}"`, {
        hint: `There are ${HEALTH_CHECKS.join(', ')}.`,
      })
    }),
  )
}

/** @throws KbookError `BAD_FLAG` */
export function lagLimitOf(words: readonly string[] = []): LagLimitOf {
  const own = new Map<string, LagLimit>()
  let others: LagLimit = DEFAULT_LAG
  for (const word of words) {
    const [, group, warning = '', critical = ''] = /^(?:(.*)=)?(\d{1,18}):(\d{1,18})$/s.exec(word) ?? []
    const limit = {warning: BigInt(warning || -1), critical: BigInt(critical || -1)}
    if (limit.warning < 1n || limit.critical < limit.warning || group === '') {
      throw new KbookError('BAD_FLAG', `--lag-limit takes [GROUP=]WARN:CRIT, not "${word}"`, {
        hint: 'Such as --lag-limit deployment-worker=500:1000: messages, the first at least 1, the second no less.',
      })
    }
    if (group === undefined) others = limit
    else own.set(group, limit)
  }
  return (group) => own.get(group) ?? others
}
