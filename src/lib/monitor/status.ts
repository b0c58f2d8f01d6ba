/** What a check comes to, at the place of its exit code: 0, 1, 2, 3. */
export const CHECK_STATUSES = ['ok', 'warning', 'critical', 'unknown'] as const
export type CheckStatus = (typeof CHECK_STATUSES)[number]

/** 0, 1, 2 or 3, as monitoring plugins end. */
export const statusCode = (status: CheckStatus): 0 | 1 | 2 | 3 =>
  CHECK_STATUSES.indexOf(status) as 0 | 1 | 2 | 3

const RISING: readonly CheckStatus[] = ['ok', 'warning', 'unknown', 'critical']
const rank = (status: CheckStatus): number => RISING.indexOf(status)

/** Below zero when `a` is worse. What is unknown hides no critical, and is worse than a warning. */
export const byWorst = (a: CheckStatus, b: CheckStatus): number => rank(b) - rank(a)

/** `ok` of none. */
export const worstStatus = (statuses: readonly CheckStatus[]): CheckStatus =>
  statuses.reduce<CheckStatus>((worst, one) => (byWorst(one, worst) < 0 ? one : worst), 'ok')
