// Takes all three brokers away from a consumer and checks that it goes on by itself: nothing lost, nothing twice.
// node scripts/run-ts.mjs bench/outage.ts [SECONDS] [killed|hanging]
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {allAway, type Away} from '../test/helpers/all-away.js'
import {startSandbox} from '../test/helpers/kafka.js'
import {OutageScene} from '../test/helpers/outage.js'
import {machine} from './measure.js'

const [seconds = '120', away = 'killed'] = process.argv.slice(2)

const sandbox = await startSandbox({nodes: 3, ephemeral: true, name: 'outage'})
const folder = await mkdtemp(join(tmpdir(), 'kbook-outage-'))
const scene = new OutageScene(sandbox, folder)
try {
  await scene.start()
  const times = await allAway(scene, {away: away as Away, forMs: Number(seconds) * 1000})
  const {published, twice, lost, exitCode, live} = await scene.finish()
  const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  process.stderr.write(scene.log().replaceAll(/^.* (matched|running|succeeded) .*\n/gm, ''))
  process.stdout.write(
    [
      machine(),
      '',
      `three brokers ${away} for ${seconds} s`,
      '',
      '| what | |',
      '| --- | ---: |',
      `| not ready after | ${inSeconds(times.noticedMs)} |`,
      `| ready again, once they served | ${inSeconds(times.readyMs)} |`,
      `| caught up, after that | ${inSeconds(times.caughtUpMs)} |`,
      `| processor time while they were away | ${inSeconds(times.cpuMs)} |`,
      `| \`/livez\` asked, not 200 | ${live.asked}, ${live.failed.length} |`,
      `| \`/livez\` slowest | ${live.slowestMs.toFixed(0)} ms |`,
      `| incidents published | ${published} |`,
      `| acted on twice | ${twice.length} |`,
      `| lost | ${lost.length} |`,
      `| exit code after SIGTERM | ${exitCode} |`,
      '',
      times.reason,
    ].join('\n'),
  )
  if (twice.length + lost.length + live.failed.length > 0 || exitCode !== 0) process.exitCode = 1
} finally {
  await scene.close()
  await sandbox.stop()
  await rm(folder, {recursive: true})
}
