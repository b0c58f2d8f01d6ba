import {chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {loadConfigFile} from '../../../../src/lib/config/config-file.js'
import {Secret} from '../../../../src/lib/config/secret.js'
import {chooseProfile, removeProfile, renameProfile, saveProfile} from '../../../../src/lib/config/store.js'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-store-'))
  path = join(folder, 'kbook', 'config.yaml')
})
afterEach(() => rm(folder, {recursive: true}))

const text = (): Promise<string> => readFile(path, 'utf8')
const existing = `# my clusters

# the one that matters
profiles:
  # careful
  prod:
    brokers: [a:9092, b:9092] # both halls
    tls: true
    sasl: {mechanism: plain, username: 'ops', password: "x"} # rotate in May
    protected: true

  dev:
    brokers: c:9092 # a laptop
current: prod # since Monday
`
async function begin(content: string): Promise<void> {
  path = join(folder, 'config.yaml')
  await writeFile(path, content)
}

describe('saving', () => {
  it('makes folder and file for their owner only, and the first profile current', async () => {
    const result = await saveProfile(
      'dev',
      {
        brokers: ['k:9092'],
        'sasl.mechanism': 'plain',
        'sasl.username': '007',
        'sasl.password': new Secret('x'),
      },
      {path, makeCurrentIfNone: true},
    )
    expect(result).toEqual({path, current: 'dev'})
    expect(await text()).toBe(`current: dev
profiles:
  dev:
    brokers: [k:9092]
    sasl:
      mechanism: plain
      username: "007"
      password: x
`)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'kbook'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'kbook'))).toEqual(['config.yaml'])
  })

  it('leaves the current profile alone when there is one', async () => {
    await begin(existing)
    const {current} = await saveProfile('new', {brokers: ['n:1']}, {path, makeCurrentIfNone: true})
    expect(current).toBe('prod')
  })

  it('chooses anew when the current one is gone', async () => {
    await begin('current: gone\n')
    const {current} = await saveProfile('new', {brokers: ['n:1']}, {path, makeCurrentIfNone: true})
    expect(current).toBe('new')
  })

  it('keeps comments, order, quotes and notation of what stays', async () => {
    await begin(existing)
    await saveProfile(
      'prod',
      {
        brokers: ['a:9092', 'b:9092'],
        'tls.ca': '/pki/ca.pem',
        'sasl.mechanism': 'plain',
        'sasl.username': 'ops',
        'sasl.password_file': '/run/secret',
        protected: true,
      },
      {path},
    )
    expect(await text()).toBe(`# my clusters

# the one that matters
profiles:
  # careful
  prod:
    brokers: [a:9092, b:9092] # both halls
    sasl: {mechanism: plain, username: 'ops', password_file: /run/secret} # rotate in May
    protected: true
    tls:
      ca: /pki/ca.pem

  dev:
    brokers: c:9092 # a laptop
current: prod # since Monday
`)
  })

  it('closes a file that was open to others', async () => {
    await begin(existing)
    await chmod(path, 0o644)
    await chooseProfile('dev', {path})
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('replaces what a symbolic link leads to, not the link', async () => {
    await begin(existing)
    const link = join(folder, 'link.yaml')
    await symlink(path, link)
    await chooseProfile('dev', {path: link})
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect((await loadConfigFile(path)).current?.name).toBe('dev')
  })

  it('loses nothing when many write at once', async () => {
    const names = Array.from({length: 20}, (_, index) => `p${index}`)
    await Promise.all(names.map((name) => saveProfile(name, {brokers: [`${name}:1`]}, {path})))
    expect([...(await loadConfigFile(path)).profiles.keys()].sort()).toEqual([...names].sort())
    expect(await readdir(join(folder, 'kbook'))).toEqual(['config.yaml'])
  })

  it('refuses a name that cannot be used', async () => {
    await expect(saveProfile('a b', {}, {path})).rejects.toMatchObject({code: 'BAD_INPUT'})
    await expect(saveProfile('--all', {}, {path})).rejects.toMatchObject({code: 'BAD_INPUT'})
  })

  it('never touches a file that it cannot read', async () => {
    await begin('profiles: [broken\n')
    await expect(saveProfile('a', {}, {path})).rejects.toMatchObject({code: 'BAD_CONFIG'})
    expect(await text()).toBe('profiles: [broken\n')
  })
})

describe('removing, choosing, renaming', () => {
  it('takes a profile out with its comments, and the choice with it', async () => {
    await begin(existing)
    expect(await removeProfile('prod', {path})).toEqual({path, current: undefined})
    const {profiles, current} = await loadConfigFile(path)
    expect([...profiles.keys()]).toEqual(['dev'])
    expect(current).toBeUndefined()
    expect(await text()).toContain('brokers: c:9092 # a laptop')
  })

  it('puts the first choice at the top, or at the end where a comment begins the file', async () => {
    const without = existing.replace(/current:.*\n/, '')
    await begin(without)
    await chooseProfile('dev', {path})
    expect(await text()).toBe(`${without}current: dev\n`)
    await begin(without.replaceAll(/^#.*\n\n?/gm, ''))
    await chooseProfile('dev', {path})
    expect(await text()).toMatch(/^current: dev\nprofiles:\n/)
  })

  it('names look-alikes of a profile that there is not', async () => {
    await begin(existing)
    const error = {
      code: 'PROFILE_NOT_FOUND',
      hints: ['Profiles that look like it: prod', 'kbook profile list'],
    }
    await expect(removeProfile('prd', {path})).rejects.toMatchObject(error)
    await expect(chooseProfile('prd', {path})).rejects.toMatchObject(error)
    await expect(renameProfile('prd', 'x', {path})).rejects.toMatchObject(error)
    expect(await text()).toBe(existing)
  })

  it('does not remove what an alias leads to', async () => {
    const aliased = 'profiles:\n  a: &a\n    brokers: k:1\n  b: *a\n'
    await begin(aliased)
    await expect(removeProfile('a', {path})).rejects.toMatchObject({code: 'BAD_CONFIG'})
    expect(await text()).toBe(aliased)
  })

  it('renames in place, the choice too', async () => {
    await begin(existing)
    expect((await renameProfile('prod', 'prod-eu', {path})).current).toBe('prod-eu')
    expect(await text()).toBe(
      existing.replace('  prod:', '  prod-eu:').replace('current: prod ', 'current: prod-eu '),
    )
    await expect(renameProfile('dev', 'prod-eu', {path})).rejects.toMatchObject({code: 'BAD_INPUT'})
  })
})
