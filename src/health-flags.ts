import * as Flags from '@oclif/core/flags'
import {KbookError} from './lib/errors.js'
import {DEFAULT_LAG} from './lib/kafka/health/report.js'
import type {LagLimitOf} from './lib/kafka/health/rules/lag.js'
import {HEALTH_CHECKS, type HealthCheck, type LagLimit} from './lib/kafka/health/types.js'

export const onlyFlag = Flags.string({
  summary: `Only these checks, comma separated: ${HEALTH_CHECKS.join(', ')}.`,
  helpValue: 'CHECK',
  multiple: true,
  multipleNonGreedy: true,
})

export const lagLimitFlag = Flags.string({
  summary:
    'Lag of a group that is a warning, and that is critical. Without a group for all others. Repeatable.',
  helpValue: '[GROUP=]WARN:CRIT',
  multiple: true,
  multipleNonGreedy: true,
})

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
