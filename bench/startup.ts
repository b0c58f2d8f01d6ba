// Start-up: node itself, kbook --version, kbook lag describe ONE, and Kafka's own tool for the same group.
// node scripts/run-ts.mjs bench/startup.ts [ROUNDS]
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {machine, report, sideBySide} from './measure.js'
import {withLaggingGroup} from './fixtures.js'

const rounds = Number(process.argv[2] ?? 15)
const home = await mkdtemp(join(tmpdir(), 'kbook-bench-'))
await withLaggingGroup(async ({brokers, group, kafkaTool}) => {
  const env = {XDG_CONFIG_HOME: home}
  const kbook = (...args: string[]): string[] => [process.execPath, 'bin/run.js', ...args]
  const measured = await sideBySide(
    {
      'node -e 0': {argv: [process.execPath, '-e', '0']},
      'kbook --version': {argv: kbook('--version')},
      'kbook lag describe ONE': {argv: kbook('lag', 'describe', group, '--brokers', brokers), env},
      'ConsumerGroupCommand --describe': {
        argv: kafkaTool('consumerGroups', ['--describe', '--group', group]),
        everyNth: 3,
      },
    },
    rounds,
  )
  process.stdout.write(`${machine()}\n\n${report('Start-up', measured)}\n`)
})
await rm(home, {recursive: true, force: true})
