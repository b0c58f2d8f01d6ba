import type {ApiReport, ApiVersionsReport} from '../../kafka/cluster-info/api-versions.js'
import {plural, printable} from '../format.js'
import {paint} from '../style.js'
import {renderTable} from '../table.js'

/** `kbook cluster api-versions`: where brokers differ first. */
export function apiVersionsView({brokers, failed, apis}: ApiVersionsReport, name: string): string {
  const {bold, yellow} = paint()
  const uneven = apis.filter(differs)
  const rows = [...uneven, ...apis.filter((one) => !differs(one))]
  const agree = brokers.length < 2 ? '' : uneven.length === 0 ? ', all alike' : `, ${uneven.length} not alike`
  return [
    `${bold(printable(name))}  ${plural(apis.length, 'request')} on ${plural(brokers.length, 'broker')}${agree}`,
    ...failed.map(({broker, error}) => ` ${yellow('!')} broker ${broker}: ${printable(error.line)}`),
    '',
    renderTable(
      rows,
      [
        {header: '', value: (one) => (differs(one) ? '!' : ' ')},
        {header: 'KEY', value: ({key}) => String(key), align: 'right'},
        {header: 'REQUEST', value: ({name: request}) => request},
        {header: 'VERSIONS', value: versionsText},
      ],
      {indent: 1},
    ),
  ].join('\n')
}

const differs = ({versions, missingOn}: ApiReport): boolean => versions.length > 1 || missingOn.length > 0

function versionsText(api: ApiReport): string {
  const {versions, missingOn} = api
  const texts = versions.map(({from, to, brokers}) => {
    const range = from === to ? String(from) : `${from}-${to}`
    return differs(api) ? `${range} on ${brokers.join(',')}` : range
  })
  return [...texts, ...(missingOn.length > 0 ? [`none on ${missingOn.join(',')}`] : [])].join(' · ')
}
