import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it} from 'vitest'

it('ends quietly when the reader of a pipe is gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kbook-pipe-'))
  const profiles = Array.from({length: 5000}, (_, index) => `  profile-${index}: {brokers: "k:1"}\n`)
  writeFileSync(join(folder, 'config.yaml'), `profiles:\n${profiles.join('')}`)
  const {stdout, stderr} = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" bin/run.js profile list | head -1`],
    {
      encoding: 'utf8',
      env: {...process.env, KBOOK_CONFIG: join(folder, 'config.yaml')},
    },
  )
  rmSync(folder, {recursive: true})
  expect(stdout).toContain('NAME')
  expect(stderr).toBe('')
})

it.skipIf(process.platform !== 'linux')('does not call it success when the output is lost', () => {
  for (const command of ['--version', 'profile list --json', 'profile show nope --json']) {
    const script = `"${process.execPath}" bin/run.js ${command} > /dev/full`
    const env = {...process.env, KBOOK_CONFIG: join(tmpdir(), 'kbook-no-such-config.yaml')}
    const {stderr, status} = spawnSync('sh', ['-c', script], {encoding: 'utf8', env})
    expect(stderr).toMatch(/^Error: the output could not be written: ENOSPC[^\n]*\n$/)
    expect(status).toBe(command.includes('nope') ? 2 : 6)
  }
})
