import {afterEach, expect, it, vi} from 'vitest'
import {helpOrUnknown} from '../../src/help.js'

afterEach(() => vi.restoreAllMocks())

const ids = ['check:lag', 'lag:describe']

it.each([
  [
    ['check', 'lags', 'g1'],
    3,
    /^CHECK UNKNOWN - there is no command "check lags g1"\nDid you mean: kbook check lag/,
    '',
  ],
  [['check', 'lags', '--json'], 3, /"exitCode": 3/, ''],
  [['lags'], 2, /^$/, 'Error: there is no command "lags"'],
])('%j ends with %i', async (argv, code, stdout, stderr) => {
  const told = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      told[name] += String(chunk)
      return true
    })
  }
  expect(await helpOrUnknown(argv, ids)).toBe(code)
  expect(told.stdout).toMatch(stdout)
  expect(told.stderr).toContain(stderr)
})
