import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import ProfileAdd from '../../../../src/commands/profile/add.js'
import ProfileCurrent from '../../../../src/commands/profile/current.js'
import ProfileList from '../../../../src/commands/profile/list.js'
import ProfileRemove from '../../../../src/commands/profile/remove.js'
import ProfileRename from '../../../../src/commands/profile/rename.js'
import ProfileShow from '../../../../src/commands/profile/show.js'
import ProfileUse from '../../../../src/commands/profile/use.js'
import {runCommand} from '../../../helpers/run-command.js'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kbook-profile-'))
  file = join(folder, 'config.yaml')
  for (const variable of Object.keys(process.env))
    if (variable.startsWith('KBOOK_')) vi.stubEnv(variable, undefined)
  vi.stubEnv('KBOOK_CONFIG', file)
  vi.stubEnv('NO_COLOR', '1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, {recursive: true})
})

const two = `current: prod-eu
profiles:
  prod-eu:
    brokers: [k0:9093, k1:9093]
    tls: {ca: ca.pem}
    sasl: {mechanism: scram-sha-512, username: ops, password: hunter2}
    protected: true
  dev:
    brokers: [localhost:9092]
`
const begin = (): Promise<void> => writeFile(file, two, {mode: 0o600})

describe('profile list', () => {
  it('shows each cluster, which is current, and nothing secret', async () => {
    await begin()
    const {stdout} = await runCommand(ProfileList, [])
    expect(stdout.replace(file, 'FILE')).toBe(`   NAME     BROKERS           SECURITY                GUARDS
   dev      localhost:9092    PLAINTEXT
*  prod-eu  k0:9093, k1:9093  SASL_SSL scram-sha-512  protected

* current, from FILE
`)
  })

  it('says when a variable outranks the current one', async () => {
    await begin()
    vi.stubEnv('KBOOK_PROFILE', 'dev')
    expect((await runCommand(ProfileList, [])).stdout).toContain('! KBOOK_PROFILE is set and outranks it')
  })

  it('has a JSON shape', async () => {
    await begin()
    expect((await runCommand(ProfileList, ['--json'])).json().result).toEqual({
      path: file,
      current: 'prod-eu',
      overriddenBy: null,
      profiles: [
        {
          name: 'dev',
          current: false,
          brokers: ['localhost:9092'],
          security: 'PLAINTEXT',
          protected: false,
          readOnly: false,
          clusterId: null,
        },
        expect.objectContaining({name: 'prod-eu', current: true, protected: true}),
      ],
    })
  })

  it('tells a newcomer what to do', async () => {
    const {stdout} = await runCommand(ProfileList, [])
    expect(stdout).toContain(`no profiles in ${file}`)
    expect(stdout).toContain('kbook profile add NAME --brokers HOST:9092')
  })
})

describe('profile show', () => {
  it('tells where each value comes from', async () => {
    await begin()
    vi.stubEnv('KBOOK_SASL_USERNAME', 'me')
    const {stdout} = await runCommand(ProfileShow, ['--origins', '--request-timeout', '5s'])
    const lines = stdout.replaceAll(folder, '').split('\n')
    expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['prod-eu', 'SASL_SSL scram-sha-512 · chosen by /config.yaml:1'],
      [''],
      ['SETTING', 'VALUE', 'FROM'],
      ['brokers', 'k0:9093, k1:9093', '/config.yaml:4'],
      ['tls.ca', '/ca.pem', '/config.yaml:5'],
      ['sasl.mechanism', 'scram-sha-512', '/config.yaml:6'],
      ['sasl.username', 'me', 'KBOOK_SASL_USERNAME'],
      ['sasl.password', '***', '/config.yaml:6'],
      ['protected', 'true', '/config.yaml:7'],
      ['request_timeout', '5s', '--request-timeout'],
      [''],
    ])
  })

  it('shows no origin without being asked, and another profile by name', async () => {
    await begin()
    const {stdout} = await runCommand(ProfileShow, ['dev'])
    expect(stdout).toBe(`dev  PLAINTEXT

   SETTING          VALUE
   brokers          localhost:9092
   request_timeout  10s
`)
  })

  it('has a JSON shape, without the secret', async () => {
    await begin()
    const {stdout, json} = await runCommand(ProfileShow, ['prod-eu', '--json', '--verbose'])
    expect(json().result).toMatchObject({
      name: 'prod-eu',
      profile: 'prod-eu',
      chosenBy: '--profile',
      settings: {'sasl.password': '***', protected: true},
      origins: {'sasl.password': `${file}:6`, request_timeout: 'default'},
    })
    expect(stdout).not.toContain('hunter2')
  })

  it('warns about a file that others can read', async () => {
    await begin()
    await chmod(file, 0o644)
    const {json} = await runCommand(ProfileShow, ['--json'])
    expect(json().warnings).toEqual([
      `${file} holds a secret and others can read it (0644): chmod 600 ${file}`,
    ])
    expect((await runCommand(ProfileShow, ['dev'])).stderr).toBe('')
  })
})

describe('profile add', () => {
  it('writes what it was told, by reference, and names the next step', async () => {
    const flags =
      '--brokers k0:9093,k1 --tls-ca /ca.pem --sasl-mechanism SCRAM-SHA-512 --sasl-username ops --protected'
    const run = await runCommand(ProfileAdd, [
      'prod-eu',
      ...flags.split(' '),
      '--sasl-password-command',
      'pass show kafka/prod',
      '--kube-namespaces=kafka=redpanda',
      '--kube-namespaces=apps=sre',
    ])
    expect(run).toMatchObject({
      stdout: `profile prod-eu written to ${file}\n  kbook lag describe --all\n`,
      stderr: '',
      exitCode: 0,
    })
    expect(await readFile(file, 'utf8')).toBe(`current: prod-eu
profiles:
  prod-eu:
    brokers: [k0:9093, k1:9092]
    tls:
      ca: /ca.pem
    sasl:
      mechanism: scram-sha-512
      username: ops
      password_command: [pass, show, kafka/prod]
    kube:
      namespaces:
        kafka: redpanda
        apps: sre
    protected: true
`)
  })

  it('reads a password from stdin and never shows it', async () => {
    const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(['hunter2\n']) as never)
    const flags = '--brokers k:1 --sasl-mechanism plain --sasl-username u --sasl-password-stdin --json'
    const {stdout, stderr} = await runCommand(ProfileAdd, ['qa', ...flags.split(' ')])
    stdin.mockRestore()
    expect(stdout + stderr).not.toContain('hunter2')
    expect(await readFile(file, 'utf8')).toContain('password: hunter2')
  })

  it('asks before it replaces, and shows the difference', async () => {
    await begin()
    const run = await runCommand(ProfileAdd, ['dev', '-b', 'other:1'])
    expect(run.exitCode).toBe(5)
    expect(run.stderr.replace(file, 'FILE')).toBe(`Replace profile dev in FILE

   SETTING  BEFORE          AFTER
   brokers  localhost:9092  other:1

Error: not confirmed, and there is no terminal to ask on: nothing was changed
  --yes goes on without asking, --dry-run only prints what would change.
`)
    expect(await readFile(file, 'utf8')).toBe(two)
    expect((await runCommand(ProfileAdd, ['dev', '-b', 'other:1', '--yes'])).exitCode).toBe(0)
    expect(await readFile(file, 'utf8')).toBe(two.replace('localhost:9092', 'other:1'))
  })

  it('changes nothing on a dry run, or when there is nothing to change', async () => {
    await begin()
    const dry = await runCommand(ProfileAdd, ['new', '-b', 'n:1', '--dry-run', '--json'])
    expect(dry.json().result).toEqual({
      name: 'new',
      file,
      effect: 'add',
      changes: [{path: 'brokers', before: null, after: ['n:1']}],
      disarms: false,
      done: false,
    })
    const same = await runCommand(ProfileAdd, ['dev', '-b', 'localhost:9092'])
    expect(same).toMatchObject({stdout: `profile dev in ${file} says this already\n`, exitCode: 0})
    expect(await readFile(file, 'utf8')).toBe(two)
  })

  it.each([
    [['x'], 'Missing required flag brokers'],
    [['x', '-b', 'a b'], '--brokers: expected a list of host:port'],
    [['x', '-b', 'k:1', '--timeout', '5'], '--timeout: expected a number with its unit'],
    [['x', '-b', 'k:1', '--kube-namespaces', 'kafka'], '--kube-namespaces: expected a mapping'],
    [
      ['x', '-b', 'k:1', '--sasl-password-env', 'A', '--sasl-password-file', 'b'],
      '--sasl-password-file and --sasl-password-env say the same thing',
    ],
    [['a b', '-b', 'k:1'], '"a b" cannot be the name of a profile'],
  ])('refuses %j', async (argv, words) => {
    const {stderr, exitCode} = await runCommand(ProfileAdd, argv)
    expect(stderr).toContain(words)
    expect(exitCode).toBe(2)
  })
})

describe('profile use, current, rename, remove', () => {
  it('chooses', async () => {
    await begin()
    expect((await runCommand(ProfileCurrent, [])).stdout).toBe('prod-eu\n')
    expect((await runCommand(ProfileUse, ['dev'])).stdout).toBe('current profile: dev\n')
    expect((await runCommand(ProfileCurrent, ['--json'])).json().result).toEqual({
      name: 'dev',
      chosenBy: `${file}:1`,
    })
    vi.stubEnv('KBOOK_PROFILE', 'prod-eu')
    expect((await runCommand(ProfileCurrent, ['--json'])).json().result).toEqual({
      name: 'prod-eu',
      chosenBy: 'KBOOK_PROFILE',
    })
    expect((await runCommand(ProfileUse, ['dev'])).stderr).toContain('KBOOK_PROFILE is set and outranks it')
  })

  it('has no current cluster to name at first', async () => {
    const {stderr, exitCode} = await runCommand(ProfileCurrent, [])
    expect(stderr).toContain('kbook sandbox up')
    expect(exitCode).toBe(2)
  })

  it('renames', async () => {
    await begin()
    await runCommand(ProfileRename, ['prod-eu', 'eu'])
    expect(await readFile(file, 'utf8')).toBe(two.replaceAll('prod-eu', 'eu'))
  })

  it('removes once that is confirmed', async () => {
    await begin()
    const refused = await runCommand(ProfileRemove, ['dev', '--json'])
    expect(refused.json()).toMatchObject({ok: false, error: {code: 'REFUSED', exitCode: 5}})
    expect(await readFile(file, 'utf8')).toBe(two)
    const removed = await runCommand(ProfileRemove, ['dev', '--yes'])
    expect(removed).toMatchObject({stdout: 'removed profile dev\n', exitCode: 0})
    expect(await readFile(file, 'utf8')).toBe(two.split('  dev:')[0])
  })

  it('wants the name of a profile that guards a cluster before it guards it no more', async () => {
    await begin()
    await runCommand(ProfileAdd, ['guard', '-b', 'g:1', '--protected'])
    for (const [command, argv] of [
      [ProfileRemove, ['guard']],
      [ProfileAdd, ['guard', '-b', 'g:1']],
      [ProfileAdd, ['guard', '-b', 'elsewhere:1', '--protected']],
    ] as const) {
      const refused = await runCommand(command, [...argv, '--yes', '--json'])
      expect(refused.json()).toMatchObject({ok: false, error: {code: 'PROTECTED', exitCode: 5}})
    }
    expect((await runCommand(ProfileRemove, ['guard', '--confirm', 'guard'])).exitCode).toBe(0)
  })

  it('names look-alikes of a profile that there is not', async () => {
    await begin()
    const {stderr, exitCode} = await runCommand(ProfileUse, ['prod'])
    expect(stderr).toBe(`Error: there is no profile "prod" in ${file}
  Profiles that look like it: prod-eu
  kbook profile list
`)
    expect(exitCode).toBe(2)
  })
})
