import {count, plural} from '../../../output/format.js'
import {shellWord} from '../../../output/shell-word.js'
import type {GroupLag, LagReport} from '../../lag/report.js'
import {about, fine, trouble} from '../finding.js'
import type {Finding, HealthLevel, HealthSnapshot, LagLimit} from '../types.js'

export type LagLimitOf = (group: string) => LagLimit

/** Messages behind, per group in all; what could not be read is unknown, never 0. */
export function judgeLag({lag}: Pick<HealthSnapshot, 'lag'>, limitOf: LagLimitOf): readonly Finding[] {
  return about('lag', 'lag', lag, (report) => {
    const over = (of: LagLimit, messages: bigint): HealthLevel =>
      messages > of.critical ? 'critical' : messages >= of.warning ? 'warning' : 'ok'
    const at = (level: HealthLevel): GroupLag[] =>
      report.groups.filter(({group, total}) => over(limitOf(group), total.lag ?? 0n) === level)
    const found = [
      ...behind('critical', at('critical'), limitOf),
      ...behind('warning', at('warning'), limitOf),
      ...unreadable(report),
    ]
    return found.length > 0
      ? found
      : [fine('lag', `no group is far behind (${plural(report.groups.length, 'group')})`)]
  })
}

function behind(level: 'warning' | 'critical', groups: readonly GroupLag[], limitOf: LagLimitOf): Finding[] {
  const [first] = groups
  if (!first) return []
  return [
    trouble({
      check: 'lag',
      level,
      title: `${plural(groups.length, 'group')} ${level === 'critical' ? 'far ' : ''}behind`,
      meaning: 'Consumers are slower than producers, stuck, or stopped: see what it is doing, then scale it.',
      evidence: groups.map(({group, state, total}) => ({
        subject: group,
        detail:
          `lag ${total.upperBound ? 'up to ' : ''}${count(total.lag ?? 0n)} ` +
          `(${level} ${level === 'critical' ? 'above' : 'from'} ${count(limitOf(group)[level])}) · ${state}`,
      })),
      next: [`kbook lag describe ${shellWord(first.group)}`],
    }),
  ]
}

function unreadable({groups, unanswered}: LagReport): Finding[] {
  const partly = groups.filter((group) => group.isPartial() && group.error?.code !== 'GROUP_NOT_FOUND')
  const evidence = [
    ...unanswered.map(({broker, error}) => ({
      subject: `broker ${broker}`,
      detail: `did not list its groups: ${error.message}`,
    })),
    ...partly.map((group) => ({
      subject: group.group,
      detail: group.error?.message ?? group.failed()[0]?.error?.message ?? 'partly unknown',
    })),
  ]
  if (evidence.length === 0) return []
  const parts = [
    ...(partly.length > 0 ? [`lag of ${plural(partly.length, 'group')}`] : []),
    ...(unanswered.length > 0 ? [`groups of ${plural(unanswered.length, 'broker')}`] : []),
  ]
  return [
    trouble({
      check: 'lag',
      level: 'unknown',
      title: `${parts.join(' and ')} not fully readable`,
      meaning: 'What is not known is not counted as 0: they may be far behind.',
      evidence,
      next: ['kbook lag describe --all'],
    }),
  ]
}
