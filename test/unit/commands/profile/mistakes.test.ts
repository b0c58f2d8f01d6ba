import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import ProfileAdd from '../../../../src/commands/profile/add.js'
import ProfileList from '../../../../src/commands/profile/list.js'
import {runCommand} from '../../../helpers/run-command.js'
import {scratchFolder} from '../../../helpers/scratch.js'

let file: string
beforeEach(() => {
  file = join(scratchFolder(), 'config.yaml')
  for (const variable of Object.keys(process.env))
    if (variable.startsWith('KBOOK_')) vi.stubEnv(variable, undefined)
  vi.stubEnv('KBOOK_CONFIG', file)
})
afterEach(() => vi.unstubAllEnvs())

describe('profile add', () => {
  it.each([
    ['scram-sha-512', '--sasl-username'],
    ['plain', '--sasl-username'],
    ['oauthbearer', '--sasl-token-command'],
  ])('refuses %s without who logs in', async (mechanism, flag) => {
    const argv = ['x', '-b', 'k:1', '--sasl-mechanism', mechanism, '--json']
    const {exitCode, json} = await runCommand(ProfileAdd, argv)
    expect(exitCode).toBe(2)
    expect(json().error?.message).toBe(`--sasl-mechanism ${mechanism} needs ${flag}`)
    expect((await runCommand(ProfileList, [])).stdout).toContain('no profiles in')
  })
})

describe('profile list', () => {
  it('says when the current one is not there', async () => {
    await writeFile(file, 'current: gone\nprofiles:\n  dev: {brokers: [a:1]}\n', {mode: 0o600})
    const {stdout} = await runCommand(ProfileList, [])
    expect(stdout).toContain(
      `! current names "gone" in ${file}, and there is no such profile: kbook profile use NAME`,
    )
  })
})
