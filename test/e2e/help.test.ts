import {spawnSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'

const ids = readdirSync('src/commands', {recursive: true})
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3).split('/'))
  .sort()

const kbook = (...args: string[]): {stdout: string; stderr: string; status: number | null} =>
  spawnSync(process.execPath, ['bin/run.js', ...args], {
    encoding: 'utf8',
    env: {...process.env, COLUMNS: '80', OCLIF_COLUMNS: '80', NO_COLOR: '1', FORCE_COLOR: '0'},
  })

describe('help', () => {
  it('shows every command on one screen of 80 columns', () => {
    const {stdout, stderr, status} = kbook('--help')
    expect(stderr).toBe('')
    expect(status).toBe(0)
    for (const words of ids) expect(stdout).toContain(`  ${words.join(' ')} `)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(stdout).toMatchSnapshot()
  })

  it.each(ids.map((words) => [words.join(' '), words] as const))('of %s stays as it is', (_name, words) => {
    const {stdout, stderr, status} = kbook(...words, '--help')
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(stdout).toMatchSnapshot()
  })

  it('names the nearest command for one that there is not', () => {
    const {stdout, stderr, status} = kbook('lga', 'describe')
    expect(stdout).toBe('')
    expect(stderr).toContain('there is no command "lga describe"')
    expect(stderr).toContain('kbook lag describe')
    expect(status).toBe(2)
  })

  it('answers an unknown command in JSON when that was asked for', () => {
    const {stdout, status} = kbook('nonsense', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ok: false, error: {code: 'BAD_FLAG', exitCode: 2}})
    expect(status).toBe(2)
  })
})

describe('--version', () => {
  it('is one line', () => {
    const {stdout, stderr} = kbook('--version')
    expect(stdout).toMatch(/^kbook \d+\.\d+\.\d+ \(node v[\d.]+, \w+-\w+\)\n$/)
    expect(stderr).toBe('')
  })
})
