import * as Args from '@oclif/core/args'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {parseByteRate} from '../../lib/config/byte-rate.js'
import {applyThrottle, planThrottle, type ThrottlePlan} from '../../lib/kafka/reassign/throttle-plan.js'
import {throttlePlanView} from '../../lib/output/views/reassign-throttle.js'

export default class TopicReassignThrottle extends ChangeCommand<typeof TopicReassignThrottle> {
  static override summary = 'Limit how fast replicas are moved, or take the limit away'
  static override description =
    'A rate is for the moves that are under way. "off" removes every throttle of replication from all brokers and ' +
    'topics, also one that was left behind.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 20MB',
    '<%= config.bin %> <%= command.id %> off',
  ]

  static override args = {
    rate: Args.string({description: 'Bytes a second of each broker, such as 20MB; or off.', required: true}),
  }

  async run(): Promise<ChangeResult<ThrottlePlan>> {
    const rate = this.args.rate === 'off' ? null : parseByteRate('the rate', this.args.rate)
    const cluster = await this.cluster()
    const plan = await planThrottle(cluster, rate)
    return this.change({
      plan,
      preview: throttlePlanView(plan),
      question: rate === null ? 'Take the throttle away?' : 'Set this throttle?',
      empty: plan.brokers.length === 0 && plan.topics.length === 0,
      subject: rate === null ? 'no throttle of replication' : `throttle of replication: ${rate} bytes/s`,
      before: plan.before,
      after: {rate, brokers: plan.brokers, topics: plan.topics},
      apply: (control) => applyThrottle(cluster, plan, control),
    })
  }
}
