import {shellWord} from '../../output/shell-word.js'
import type {AclBinding} from './types.js'

/** One rule in words: `User:alice may Read topic orders`. */
export function aclSubject(binding: AclBinding): string {
  const {principal, permission, operation, host} = binding
  const verb = permission === 'Deny' ? 'may not' : 'may'
  return `${principal} ${verb} ${operation} ${resourceText(binding)}${host === '*' ? '' : ` from ${host}`}`
}

const resourceText = ({resourceType, resourceName, patternType}: AclBinding): string => {
  if (resourceType === 'cluster') return 'the cluster'
  return `${resourceType} ${resourceName}${patternType === 'prefixed' ? '… (prefix)' : ''}`
}

/** The command that makes the rule again. */
export function createCommand(binding: AclBinding): string {
  const {principal, permission, operation, host, resourceType, resourceName, patternType} = binding
  const who = permission === 'Deny' ? 'deny' : 'allow'
  const flag = resourceType === 'user' ? 'user-principal' : resourceType
  return [
    `kbook acl create --${who}-principal ${shellWord(principal)}`,
    ...(host === '*' ? [] : [`--${who}-host ${shellWord(host)}`]),
    `--operation ${operation}`,
    resourceType === 'cluster' ? '--cluster' : `--${flag} ${shellWord(resourceName)}`,
    ...(patternType === 'prefixed' ? ['--resource-pattern-type prefixed'] : []),
  ].join(' ')
}
