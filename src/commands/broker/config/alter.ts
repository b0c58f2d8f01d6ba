import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {settingChanges, settingFlags} from '../../../broker-flags.js'
import {ChangeCommand, type ChangeResult} from '../../../change-command.js'
import {KbookError} from '../../../lib/errors.js'
import {applyBrokerConfig, undoOfBrokerConfig} from '../../../lib/kafka/brokers/config-apply.js'
import {planBrokerConfig, type BrokerConfigPlan} from '../../../lib/kafka/brokers/config-plan.js'
import {brokerId} from '../../../lib/kafka/brokers/select.js'
import {brokerConfigPlanView, placeName} from '../../../lib/output/views/broker-config-plan.js'

export default class BrokerConfigAlter extends ChangeCommand<typeof BrokerConfigAlter> {
  static override summary = 'Change dynamic settings of one broker, or the default of all'
  static override description =
    'Only the settings that are named change. The plan tells which value wins before and after, and the broker has ' +
    'checked it. A setting that needs a restart is refused.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --default --set log.cleaner.threads=2',
    '<%= config.bin %> <%= command.id %> 3 --delete log.cleaner.threads --dry-run',
    '<%= config.bin %> <%= command.id %> 1 --set-from-file listener.name.client.ssl.keystore.password=./password',
  ]

  static override args = {
    broker: Args.string({description: 'Id of the broker; or --default for all.'}),
  }

  static override flags = {
    default: Flags.boolean({
      summary: 'The default of all brokers, where one has no value of its own.',
      default: false,
    }),
    ...settingFlags,
  }

  async run(): Promise<ChangeResult<BrokerConfigPlan>> {
    const broker = this.place()
    const changes = await settingChanges(this.flags)
    const cluster = await this.cluster()
    const allowUnknown = this.flags['allow-unknown']
    const plan = await planBrokerConfig(cluster, {broker, changes, allowUnknown})
    const kept = undoOfBrokerConfig(plan)
    const changed = plan.settings.filter((one) => one.changes)
    return this.change({
      plan,
      preview: brokerConfigPlanView(plan),
      question: `Change ${changed.length === 1 ? 'this setting' : 'these settings'} of ${placeName(broker)}?`,
      empty: changed.length === 0,
      subject: `${changed.map(({name}) => name).join(', ')} of ${placeName(broker)}`,
      before: Object.fromEntries(changed.map(({name, own}) => [name, own])),
      after: Object.fromEntries(
        changed.map(({name, operation, after, sensitive}) => [
          name,
          operation === 'delete' ? null : sensitive ? '(secret)' : after.value,
        ]),
      ),
      ...(kept && {undo: {kind: 'broker', data: kept}}),
      apply: (control) => applyBrokerConfig(cluster, plan, changes, control),
    })
  }

  private place(): number | undefined {
    const {broker} = this.args
    if ((broker === undefined) === this.flags.default) {
      return broker === undefined ? undefined : brokerId(broker)
    }
    const message = broker === undefined ? 'no broker given' : 'a broker and --default exclude each other'
    throw new KbookError('BAD_FLAG', message, {
      hint: 'Name one broker by its id, or use --default for the default of all.',
    })
  }
}
