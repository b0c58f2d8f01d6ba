import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {ChangeCommand, type ChangeResult} from '../../change-command.js'
import {EXIT, KbookError} from '../../lib/errors.js'
import type {Cluster} from '../../lib/kafka/cluster.js'
import {applyElection} from '../../lib/kafka/elections/apply.js'
import {planElection, type ElectionPlan} from '../../lib/kafka/elections/plan.js'
import {selectPartitions, selectTopics} from '../../lib/kafka/topics/select.js'
import type {PartitionInfo} from '../../lib/kafka/types.js'
import {electionPlanView} from '../../lib/output/views/elections.js'
import {plural} from '../../lib/output/format.js'

export default class TopicElectLeaders extends ChangeCommand<typeof TopicElectLeaders> {
  static override summary =
    'Elect leaders: the preferred replicas again, or any replica when all else is lost'
  static override description =
    'After a restart, leaders stay where they fled to. This gives them back to the first replica of each partition. ' +
    '--unclean gives a partition without a leader to a replica that was not in sync: what it has missed is lost. ' +
    'Ends with 6 when a leader that should change cannot, but for --dry-run.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> orders pay:0,1 --dry-run',
    '<%= config.bin %> <%= command.id %> orders:3 --unclean',
  ]

  static override args = {
    topics: Args.string({
      description: 'TOPIC, TOPIC:0,1 for some of its partitions, or /PATTERN/.',
      multiple: true,
    }),
  }

  static override flags = {
    all: Flags.boolean({char: 'a', summary: 'Every topic, internal ones too.', default: false}),
    unclean: Flags.boolean({
      summary: 'Only partitions without a leader; loses what the new leader has missed.',
      default: false,
    }),
  }

  async run(): Promise<ChangeResult<ElectionPlan>> {
    const cluster = await this.cluster()
    const kind = this.flags.unclean ? 'unclean' : 'preferred'
    const plan = await planElection(cluster, await this.partitions(cluster), kind)
    const {elections} = plan
    const what = plural(elections.length, 'leader')
    const result = await this.change({
      plan,
      preview: electionPlanView(plan),
      question: this.flags.unclean
        ? `Elect ${what}, and lose for ever what they have missed?`
        : `Elect ${what}?`,
      empty: elections.length === 0,
      subject: `${kind} election of ${what}`,
      before: elections.map(({topic, partition, from}) => ({topic, partition, leader: from ?? null})),
      after: elections.map(({topic, partition, to}) => ({topic, partition, leader: to})),
      apply: (control) => applyElection(cluster, plan, control),
    })
    const short = plan.blocked.length > 0 && !this.flags['dry-run']
    if (short && this.exitCode === EXIT.ok) this.exitCode = EXIT.partial
    return result
  }

  private async partitions(cluster: Cluster): Promise<readonly PartitionInfo[]> {
    const topics = this.args.topics ?? []
    if (this.flags.all === topics.length > 0) {
      const message = this.flags.all ? 'topics and --all exclude each other' : 'no topic given'
      throw new KbookError('BAD_FLAG', message, {
        hint: 'Name one topic or more, or use --all for every topic.',
      })
    }
    if (!this.flags.all) return selectPartitions(cluster, topics)
    return (await selectTopics(cluster, [], {internal: true})).flatMap(({partitions}) => partitions)
  }
}
