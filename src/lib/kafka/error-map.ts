import {KbookError} from '../errors.js'
import {shellWord} from '../output/shell-word.js'
import {errorWords} from './errors/index.js'
import {errorName} from './protocol/errors.js'

/** What a user must be allowed to, in the words of Kafka's ACLs. */
export interface NeededAcl {
  /** Such as `Describe`, `Read`, `AlterConfigs`. */
  readonly operation: string
  readonly type: 'topic' | 'group' | 'cluster' | 'transactional-id' | 'broker' | 'user'
  /** Of the topic, group or transactional id. */
  readonly name?: string | undefined
}

/** The ACL that is missing, and the command by which an administrator grants it. */
function aclHint({operation, type, name}: NeededAcl): string[] {
  // Settings of brokers, and users, are guarded by the cluster as a whole.
  const whole = type === 'cluster' || type === 'broker' || type === 'user'
  const where = whole ? 'the cluster' : `${type} ${name ?? ''}`
  const flag = whole ? '--cluster' : `--${type} ${shellWord(name ?? '')}`
  return [
    `The ACL ${operation} on ${where} is missing for this user. An administrator grants it with:`,
    `kbook acl create --allow-principal User:NAME --operation ${operation} ${flag}`,
  ]
}

/**
 * An error code of an answer, as an error about its subject (`topic "t"`, `t-0`, `group "g"`).
 * Kafka's own name of it is in `details.kafka`. `needs` is the ACL to name when it is one that is missing.
 */
export function kafkaError(
  code: number,
  subject: string,
  reason?: string | null,
  needs?: NeededAcl,
): KbookError {
  const name = errorName(code)
  const details = {kafka: name, code}
  const words = errorWords(name)
  const plain = (): string => `${subject}: ${name.toLowerCase().replaceAll('_', ' ')}`
  const [own, message] = words?.own ?? ['REQUEST_FAILED' as const, plain]
  const check = words?.seeksReason && reason ? undefined : words?.check
  const hint = own === 'NOT_AUTHORIZED' && needs ? aclHint(needs) : check
  const said = reason ? sayable(reason) : ''
  const because = said === '' ? '' : ` (${said})`
  const denied = GUARDED_BY_NAME.has(name) && needs ? VERBS[needs.operation] : undefined
  const what = denied === undefined ? message(subject) : `not allowed to ${denied} ${subject}`
  return new KbookError(own, what + because, hint === undefined ? {details} : {details, hint})
}

/** Errors that stand for any operation on a topic or a group. */
const GUARDED_BY_NAME = new Set(['TOPIC_AUTHORIZATION_FAILED', 'GROUP_AUTHORIZATION_FAILED'])

/** What somebody does who needs an operation. */
const VERBS: Readonly<Record<string, string>> = {
  Read: 'read',
  Write: 'write to',
  Create: 'create',
  Delete: 'delete',
  Alter: 'alter',
  Describe: 'see',
  DescribeConfigs: 'see the settings of',
  AlterConfigs: 'change the settings of',
}

/** What a broker says of a request that is refused holds the request itself, printed by Java. */
function sayable(reason: string): string {
  const [, end] = /^Request Request\(.*\) (.*)$/s.exec(reason) ?? []
  if (end === undefined) return reason
  // As much as its code says already.
  return end === 'is not authorized.' ? '' : `the request ${end.replace(/\.$/, '')}`
}

/** Kafka's name for what went wrong, such as `LEADER_NOT_AVAILABLE`, when a broker said so. */
export function kafkaErrorName(error: KbookError | undefined): string | undefined {
  const name = error?.details?.['kafka']
  return typeof name === 'string' ? name : undefined
}
