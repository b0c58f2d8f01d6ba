// Everyday questions beside Kafka's own tools: topics, groups, a planned reset, a check.
// node scripts/run-ts.mjs bench/admin.ts [ROUNDS]
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {withLaggingGroup} from './fixtures.js'
import {machine, report, sideBySide} from './measure.js'

const rounds = Number(process.argv[2] ?? 15)
const home = await mkdtemp(join(tmpdir(), 'kbook-bench-'))
await withLaggingGroup(async ({brokers, group, kafkaTool}) => {
  const kbook = (...args: string[]) => ({
    argv: [process.execPath, 'bin/run.js', ...args, '--brokers', brokers],
    env: {XDG_CONFIG_HOME: home, XDG_STATE_HOME: home},
  })
  const tool = (...args: Parameters<typeof kafkaTool>) => ({argv: kafkaTool(...args), everyNth: 3})
  const topic = 'deploy-requests'
  const reset = ['--group', group, '--topic', topic, '--to-earliest', '--dry-run']
  const measured = await sideBySide(
    {
      'node -e 0': {argv: [process.execPath, '-e', '0']},
      'kbook topic list': kbook('topic', 'list'),
      'TopicCommand --list': tool('topics', ['--list']),
      'kbook topic describe': kbook('topic', 'describe', topic),
      'TopicCommand --describe': tool('topics', ['--describe', '--topic', topic]),
      'kbook group list': kbook('group', 'list'),
      'ConsumerGroupCommand --list --state': tool('consumerGroups', ['--list', '--state']),
      'kbook offset reset --dry-run': kbook('offset', 'reset', ...reset),
      'ConsumerGroupCommand --reset-offsets --dry-run': tool('consumerGroups', ['--reset-offsets', ...reset]),
      'kbook check lag': kbook('check', 'lag', group),
      'ConsumerGroupCommand --describe': tool('consumerGroups', ['--describe', '--group', group]),
    },
    rounds,
  )
  process.stdout.write(`${machine()}\n\n${report('Everyday questions', measured)}\n`)
})
await rm(home, {recursive: true, force: true})
