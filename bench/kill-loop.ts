// Kills the incident consumer at random moments and checks that nothing ran twice and nothing was lost.
// node scripts/run-ts.mjs bench/kill-loop.ts [KILLS] [INCIDENTS] [late-claims|late-starts]
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Mutation} from '../test/helpers/broken-history.js'
import {killLoop} from '../test/helpers/kill-loop.js'
import {withBroker} from './fixtures.js'
import {machine} from './measure.js'

const [kills = '100', incidents = '5000', mutation] = process.argv.slice(2)

await withBroker({}, async ({sandbox}) => {
  const folder = await mkdtemp(join(tmpdir(), 'kbook-kill-'))
  const started = performance.now()
  const report = await killLoop({
    connection: sandbox.connection(),
    kills: Number(kills),
    incidents: Number(incidents),
    folder,
    ...(mutation === undefined ? {} : {mutation: mutation as Mutation}),
    onKill: (kill) => {
      if (kill % 10 === 0) process.stderr.write(`killed ${kill} times\n`)
    },
  })
  await rm(folder, {recursive: true})
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  process.stdout.write(
    [
      machine(),
      '',
      `${incidents} incidents, ${report.expected} actions to do, killed ${kills} times in ${seconds} s`,
      '',
      '| actions | number |',
      '| --- | ---: |',
      `| ran once | ${report.once} |`,
      `| listed as unknown, held | ${report.unknown} |`,
      `| ran twice | ${report.twice.length} |`,
      `| lost | ${report.lost.length} |`,
      '',
    ].join('\n'),
  )
  if (report.twice.length + report.lost.length > 0) process.exitCode = 1
})
