import type {ActionRun} from './runner.js'

/** Linux refuses to start a program with a longer variable (128 KiB with its name). The input has it whole. */
const LONGEST_VALUE = 32 * 1024

/**
 * Environment of an action's process: the consumer's own without its `KBOOK_*` settings (connection secrets
 * among them), then what the configuration sets, then the facts of this run.
 */
export function actionEnvironment(
  run: ActionRun,
  inherited: NodeJS.ProcessEnv,
  configured: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const {claim, attempt} = run
  const kept = Object.entries(inherited).filter(([name]) => !name.startsWith('KBOOK_'))
  const facts = {
    KBOOK_IDEMPOTENCY_KEY: claim.key,
    KBOOK_ACTION: claim.action,
    KBOOK_ATTEMPT: String(attempt),
    KBOOK_CLAIMED_AT: new Date(claim.claimedAt).toISOString(),
    KBOOK_INCIDENT_ID: claim.incidentId,
    KBOOK_INCIDENT_SOURCE: claim.source,
    KBOOK_INCIDENT_SEVERITY: claim.severity,
    KBOOK_TOPIC: claim.place.topic,
    KBOOK_PARTITION: String(claim.place.partition),
    KBOOK_OFFSET: String(claim.place.offset),
  }
  return {
    ...Object.fromEntries(kept),
    ...configured,
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, safeValue(value)])),
  }
}

// No variable can hold a NUL byte; an incident's id may.
const safeValue = (value: string): string => value.slice(0, LONGEST_VALUE).replaceAll('\0', '\ufffd')
