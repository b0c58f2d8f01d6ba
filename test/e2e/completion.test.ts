import {spawnSync} from 'node:child_process'
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kbook-completion-'))
  const kbook = join(folder, 'kbook')
  writeFileSync(kbook, `#!/bin/sh\nexec "${process.execPath}" "${resolve('bin/run.js')}" "$@"\n`)
  chmodSync(kbook, 0o755)
  writeFileSync(
    join(folder, 'config.yaml'),
    'current: prod-eu\nprofiles:\n  prod-eu: {brokers: k:1}\n  prod-us: {brokers: k:1}\n  vault: {brokers: "127.0.0.1:1", sasl: {mechanism: oauthbearer, token_command: [touch, ran]}}\n',
  )
})
afterAll(() => rmSync(folder, {recursive: true}))

/** What a real bash offers for words that it has split itself; the last one is being typed. */
function bash(...words: string[]): string[] {
  const script = `source <(kbook completion bash)
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kbook; printf '%s\\n' "\${COMPREPLY[@]}"`
  const {PATH = ''} = process.env
  const {stdout, stderr} = spawnSync('bash', ['--norc', '-c', script, 'bash', 'kbook', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: {...process.env, PATH: `${folder}:${PATH}`, KBOOK_CONFIG: join(folder, 'config.yaml')},
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

describe('bash', () => {
  it('completes commands and flags', () => {
    expect(bash('prof')).toEqual(['profile'])
    expect(bash('lag', '')).toEqual(['describe', 'wait', 'watch'])
    expect(bash('lag', 'describe', 'g', '--min')).toEqual(['--min-lag'])
  })

  it('completes names of profiles', () => {
    expect(bash('profile', 'use', 'prod')).toEqual(['prod-eu', 'prod-us'])
    expect(bash('lag', 'describe', '--profile', '=', 'prod-e')).toEqual(['prod-eu'])
  })

  it('completes files', () => {
    expect(bash('profile', 'add', 'x', '--tls-ca', 'conf')).toEqual(['config.yaml'])
  })

  it('stays silent when the cluster cannot be asked, and runs no command for a secret', () => {
    expect(bash('lag', 'describe', '--profile', 'vault', '')).toEqual([])
    expect(bash('profile', 'add', 'x', '--tls-ca', 'ran')).toEqual([])
    expect(bash('lag', 'describe', '--brokers', '127.0.0.1', ':', '1', '')).toEqual([])
  })
})

describe.each(['bash', 'zsh', 'fish'])('%s', (shell) => {
  it('gets its script, which asks kbook itself', () => {
    const {stdout, status} = spawnSync(process.execPath, ['bin/run.js', 'completion', shell], {
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    expect(stdout).toContain(`kbook completion ${shell} -- `)
  })
})

it('refuses a shell that it does not know', () => {
  const {stderr, status} = spawnSync(process.execPath, ['bin/run.js', 'completion', 'tcsh'], {
    encoding: 'utf8',
  })
  expect(stderr).toContain('bash, zsh, fish')
  expect(status).toBe(2)
})
