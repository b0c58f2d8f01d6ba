import type {BrokerConfigPlan, PlannedSetting, SettingValue} from '../../kafka/brokers/config-plan.js'
import {printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {settingValue, sourceWord} from './broker.js'
import {alarm, blocks} from './broker-words.js'

/** What a change of settings is made to: `broker 2`, `all brokers`. */
export const placeName = (broker: number | undefined): string =>
  broker === undefined ? 'all brokers' : `broker ${broker}`

/** The plan of `kbook broker config alter` and `undo`. */
export function brokerConfigPlanView(
  {broker, cluster, settings}: BrokerConfigPlan,
  width = outputWidth(),
): string {
  const table = renderTable(settings, columns(), {width, indent: 3})
  const changed = settings.filter(({changes}) => changes).length
  const facts = [changed === 0 ? 'nothing to change' : `${changed} to change`]
  return blocks(
    headline(`Plan for settings of ${placeName(broker)}`, facts, cluster, {width, above: table}),
    table,
    remarks(settings).join('\n'),
  )
}

const columns = (): Column<PlannedSetting>[] => [
  {header: 'SETTING', value: ({name}) => printable(name), shrink: true},
  {header: 'NOW', value: (one) => inForce(one, one.before), shrink: true},
  {header: 'AFTER', value: (one) => (one.changes ? inForce(one, one.after) : '(as it is)'), shrink: true},
]

const inForce = ({sensitive}: PlannedSetting, {source, value}: SettingValue): string =>
  source === undefined ? '(not set)' : `${settingValue({sensitive, value})} ${paint().dim(`(${by(source)})`)}`

const by = (source: NonNullable<SettingValue['source']>): string =>
  source === 'default' ? 'built in' : `by ${sourceWord(source)}`

function remarks(settings: readonly PlannedSetting[]): string[] {
  return settings.flatMap(({changes, hiddenBy, name, own, operation, sensitive}) => [
    ...(hiddenBy.length > 0
      ? [
          alarm(
            `${printable(name)}: broker ${hiddenBy.join(', ')} has a value of its own, and does not change`,
          ),
        ]
      : []),
    ...(changes && sensitive
      ? [`   ${printable(name)} is secret: what it is now is not known, and no undo can put it back`]
      : []),
    ...(operation === 'delete' && own === null && !changes
      ? [`   ${printable(name)} is not set here, so there is nothing to delete`]
      : []),
  ])
}
