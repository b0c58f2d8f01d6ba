import {spawnSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest'

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

beforeAll(() => {
  for (const [name, value] of Object.entries({
    COLUMNS: '80',
    OCLIF_COLUMNS: '80',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
  }))
    vi.stubEnv(name, value)
})
afterAll(() => vi.unstubAllEnvs())

describe('help', () => {
  it('shows every noun and verb on one screen of 80 columns', () => {
    const {stdout, stderr, status} = kbook('--help')
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const shown = new Set(stdout.split(/\s·\s|\s{2,}|\n/))
    for (const [noun = '', ...verb] of ids) {
      expect(stdout).toContain(`\n  ${noun} `)
      if (verb.length > 0) expect(shown).toContain(verb.join(' '))
    }
    expect(stdout.split('\n').length).toBeLessThan(60)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(stdout).toMatchSnapshot()
  })

  // Without a process for each: there are a hundred of them.
  it.each(ids.map((words) => [words.join(' '), words] as const))(
    'of %s stays as it is',
    async (_name, words) => {
      const {helpOrUnknown} = await import('../../src/help.js')
      let text = ''
      const log = vi.spyOn(console, 'log').mockImplementation((line: string) => {
        text += `${line}\n`
      })
      const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
        text += String(chunk)
        return true
      })
      const status = await helpOrUnknown(
        [...words, '--help'],
        ids.map((id) => id.join(':')),
      ).finally(() => {
        log.mockRestore()
        out.mockRestore()
      })
      expect(status).toBe(0)
      expect(text).toMatchSnapshot()
    },
  )

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
