import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {KbookError} from '../../lib/errors.js'
import {planCreate, type CreatePlan} from '../../lib/kafka/topics/create.js'
import {applySteps} from '../../lib/kafka/topics/steps.js'
import {topicPlanView} from '../../lib/output/views/topic-plan.js'
import {
  configFlag,
  MOST_PARTITIONS,
  MOST_REPLICAS,
  pairs,
  replicaAssignment,
  topicNameArgs,
  wholeNumber,
} from '../../topic-flags.js'

export default class TopicCreate extends ChangeCommand<typeof TopicCreate> {
  static override summary = 'Create topics'
  static override description =
    'Checked first: names, the number of brokers, min.insync.replicas, and by the cluster itself. What is not ' +
    'given is as the cluster has it by default.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> audit_events --partitions 2 --replicas 3 --config retention.ms=604800000',
    '<%= config.bin %> <%= command.id %> orders payments --if-not-exists --yes',
    '<%= config.bin %> <%= command.id %> orders --replica-assignment 1:2,2:3 --dry-run',
  ]

  static override args = topicNameArgs
  static override flags = {
    partitions: Flags.string({summary: 'Partitions of each.', helpValue: 'N'}),
    replicas: Flags.string({
      aliases: ['replication-factor'],
      summary: 'Replicas of each partition.',
      helpValue: 'N',
    }),
    config: configFlag,
    'if-not-exists': Flags.boolean({summary: 'Leave topics that exist as they are, instead of refusing.'}),
    'replica-assignment': Flags.string({
      summary: 'Brokers of each partition, such as 1:2,2:3 for two partitions with two replicas.',
      helpValue: 'LIST',
      exclusive: ['partitions', 'replicas'],
    }),
  }

  async run(): Promise<ChangeResult<CreatePlan>> {
    const {flags} = this
    const names = this.args.topics ?? []
    if (names.length === 0)
      throw new KbookError('BAD_FLAG', 'no topic given', {hint: 'kbook topic create NAME'})
    const request = {
      names,
      partitions: wholeNumber('partitions', flags.partitions, MOST_PARTITIONS),
      replicas: wholeNumber('replicas', flags.replicas, MOST_REPLICAS),
      assignment: replicaAssignment(flags['replica-assignment']),
      configs: Object.fromEntries(pairs('config', flags.config)),
      ifNotExists: flags['if-not-exists'],
    }
    const cluster = await this.cluster()
    const plan = await planCreate(cluster, request)
    const subject = `${plan.topics.length === 1 ? 'topic' : 'topics'} ${plan.topics.join(', ')}`
    return this.change({
      plan,
      preview: topicPlanView(plan),
      question: `Create ${subject}?`,
      empty: plan.steps.length === 0,
      subject,
      after: plan.steps,
      apply: (control) => applySteps(cluster, plan.steps, control),
    })
  }
}
