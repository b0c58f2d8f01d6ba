import type {BrokerSetting, BrokerSettings} from '../../kafka/brokers/settings.js'
import {plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {wrap} from '../wrap.js'
import {settingValue, sourceWord} from './broker.js'
import {blocks, errorLines} from './broker-words.js'

/** `kbook broker config describe` */
export function brokerSettingsView(result: BrokerSettings, width = outputWidth()): string {
  const {brokers, cluster, errors, hidden, settings} = result
  const several = brokers.length > 1
  const table = renderTable(settings, columns(brokers), {width, indent: 3})
  const name = several ? 'Settings of all brokers' : `Settings of broker ${brokers[0] ?? ''}`
  const differing = new Set(
    settings.filter((one, index) => settings[index - 1]?.name === one.name).map((one) => one.name),
  )
  const facts = [
    plural(new Set(settings.map((one) => one.name)).size, 'setting'),
    ...(several && differing.size > 0 ? [`${differing.size} differ between brokers`] : []),
  ]
  return blocks(
    headline(name, facts, cluster, {width, above: table}),
    errors.flatMap(({broker, error}) => errorLines(error, `broker ${broker}: `)).join('\n'),
    [
      table,
      hidden > 0 ? paint().dim(`   ${plural(hidden, 'setting')} that nobody has set hidden (--all)`) : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
    documentation(settings, width),
  )
}

const columns = (brokers: readonly number[]): Column<BrokerSetting>[] => [
  {header: 'SETTING', value: ({name}) => printable(name), shrink: true},
  {header: 'VALUE', value: settingValue, shrink: true},
  {header: 'SET BY', value: ({source}) => sourceWord(source)},
  {
    header: 'BROKERS',
    value: (one) => (one.brokers.length < brokers.length ? one.brokers.join(',') : ''),
    shrink: true,
  },
  {header: 'CHANGE', value: ({readOnly}) => (readOnly ? 'by restart' : 'any time'), dropFirst: 1},
]

function documentation(settings: readonly BrokerSetting[], width: number): string {
  const told = new Map(settings.flatMap((one) => (one.documentation ? [[one.name, one.documentation]] : [])))
  return [...told]
    .map(([name, text]) =>
      [
        `   ${paint().bold(printable(name))}`,
        ...wrap(printable(text.replaceAll(/\s+/g, ' ')), Math.min(width, 100) - 5).map(
          (line) => `     ${line}`,
        ),
      ].join('\n'),
    )
    .join('\n\n')
}
