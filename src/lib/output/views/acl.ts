import type {CreateAclsPlan} from '../../kafka/acls/create.js'
import type {DeleteAclsPlan} from '../../kafka/acls/delete.js'
import type {AclBinding} from '../../kafka/acls/types.js'
import {plural, printable} from '../format.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'

/** `kbook acl list`: rules that deny are marked, since they win. */
export function aclListView(acls: readonly AclBinding[], name: string): string {
  const {bold} = paint()
  const principals = new Set(acls.map(({principal}) => principal)).size
  const denied = acls.filter(({permission}) => permission === 'Deny').length
  return [
    `${bold(printable(name))}  ${plural(acls.length, 'ACL')}${acls.length > 0 ? ` for ${plural(principals, 'principal')}` : ''}` +
      (denied > 0 ? ` · ${denied} deny` : ''),
    ...(acls.length > 0 ? ['', table(acls)] : []),
  ].join('\n')
}

/** The preview of `kbook acl create`. */
export function createAclsView({create, existing}: CreateAclsPlan, name: string): string {
  return [
    create.length === 0
      ? `Nothing to create on ${printable(name)}`
      : `${plural(create.length, 'ACL')} to create on ${printable(name)}`,
    ...(create.length > 0 ? ['', table(create)] : []),
    ...(create.some(({operation}) => operation === 'All')
      ? ['', `   ${paint().yellow('!')} All is every operation there is: --operation Read names fewer`]
      : []),
    ...(existing.length > 0 ? ['', `   ${plural(existing.length, 'is', 'are')} there already`] : []),
  ].join('\n')
}

/** The preview of `kbook acl delete`: what goes, and what brings it back. */
export function deleteAclsView({delete: gone, undo}: DeleteAclsPlan, name: string): string {
  if (gone.length === 0) return `No ACL on ${printable(name)} is like that`
  return [
    `${plural(gone.length, 'ACL')} to delete on ${printable(name)}`,
    '',
    table(gone),
    '',
    '   To bring back:',
    ...undo.map((command) => `   ${command}`),
  ].join('\n')
}

const table = (acls: readonly AclBinding[]): string => renderTable(acls, COLUMNS, {indent: 1})

const COLUMNS: readonly Column<AclBinding>[] = [
  {header: '', value: ({permission}) => (permission === 'Deny' ? '!' : ' ')},
  {header: 'PRINCIPAL', value: ({principal}) => printable(principal), shrink: true},
  {header: 'PERMISSION', value: ({permission}) => permission},
  {header: 'OPERATION', value: ({operation}) => operation},
  {header: 'ON', value: ({resourceType}) => resourceType},
  {header: 'NAME', value: nameText, shrink: true},
  {header: 'HOST', value: ({host}) => printable(host), dropFirst: 1},
]

function nameText({resourceType, resourceName, patternType}: AclBinding): string {
  if (resourceType === 'cluster') return ''
  return printable(resourceName) + (patternType === 'prefixed' ? '… (prefix)' : '')
}
