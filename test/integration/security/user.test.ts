import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import UserCreate from '../../../src/commands/user/create.js'
import UserDelete from '../../../src/commands/user/delete.js'
import UserList from '../../../src/commands/user/list.js'
import UserSetPassword from '../../../src/commands/user/set-password.js'
import {auditFile} from '../../../src/lib/change/audit-files.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {onEachCluster, testCluster, type TestCluster} from '../../helpers/clusters.js'
import {kafkaClient, kafkaTool, uniqueName, until} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'

const folder = scratchFolder()
async function passwordFile(password: string, mode = 0o600): Promise<string> {
  const file = join(folder, uniqueName('password'))
  await writeFile(file, `${password}\n`, {mode})
  return file
}

async function logsIn(cluster: TestCluster, username: string, password: string): Promise<boolean> {
  const sasl = {mechanism: 'scram-sha-512', username, password} as const
  const admin = kafkaClient({...cluster.sandbox.connection(), sasl}, {retries: 0}).admin()
  try {
    await admin.connect()
    return true
  } catch {
    return false
  } finally {
    await admin.disconnect()
  }
}

onEachCluster(
  (cluster, kind) => {
    it('creates, gives another password, and deletes; Kafka’s own tool sees it', async () => {
      const found = await cluster()
      const {run, sandbox} = found
      const user = uniqueName('alice')
      const [first, second] = [`hunter-${uniqueName('one')}`, `hunter-${uniqueName('two')}`]
      const file = await passwordFile(first)
      const created = await run(UserCreate, 'user:create', user, '--password-file', file, '--yes')
      expect(created.exitCode, created.stderr).toBe(0)
      const more = ['--mechanism', 'SCRAM-SHA-256', '--iterations', '4096', '--password-file', file]
      expect((await run(UserCreate, 'user:create', user, ...more, '--yes')).exitCode).toBe(0)
      const described = ['--describe', '--entity-type', 'users', '--entity-name', user]
      const {stdout: theirs} = await kafkaTool(sandbox, 'configs', described)
      expect(theirs).toContain('SCRAM-SHA-512=iterations=8192')
      expect(theirs).toContain('SCRAM-SHA-256=iterations=4096')
      const credentials = [
        {mechanism: 'SCRAM-SHA-256', iterations: 4096},
        {mechanism: 'SCRAM-SHA-512', iterations: 8192},
      ]
      expect((await run(UserList, 'user:list', user, '--json')).json().result).toEqual([{user, credentials}])
      const secure = kind === 'SASL over TLS'
      if (secure) await until(() => logsIn(found, user, first))

      const another = await passwordFile(second)
      const set = await run(
        UserSetPassword,
        'user:set-password',
        user,
        '--password-file',
        another,
        '--yes',
        '--json',
      )
      expect(set.json().result).toMatchObject({applied: true, plan: {user, credentials, before: credentials}})
      if (secure) {
        await until(() => logsIn(found, user, second))
        expect(await logsIn(found, user, first)).toBe(false)
      }
      const deleted = await run(UserDelete, 'user:delete', user, '--yes')
      expect(deleted.exitCode).toBe(0)
      await until(async () => !(await kafkaTool(sandbox, 'configs', described)).stdout.includes('SCRAM'))

      const said = [created, set, deleted].map(({stdout, stderr}) => stdout + stderr).join('\n')
      const noted = await readFile(auditFile(), 'utf8')
      expect(noted).toContain(`create user \\"${user}\\"`)
      for (const text of [said, noted]) expect(text).not.toContain('hunter-')
    })

    it('changes nothing without being told to', async () => {
      const {run} = await cluster()
      const user = uniqueName('nobody')
      const file = await passwordFile('pw')
      const dry = await run(UserCreate, 'user:create', user, '--dry-run')
      expect(dry.exitCode).toBe(0)
      expect(dry.stdout).toContain(`User ${user} to be created`)
      const unsure = await run(UserCreate, 'user:create', user, '--password-file', file, '--json')
      expect(unsure.json()).toMatchObject({ok: false, error: {code: 'REFUSED', exitCode: 5}})
      const silent = await run(UserCreate, 'user:create', user, '--yes', '--json')
      expect(silent.json()).toMatchObject({ok: false, error: {code: 'REFUSED', exitCode: 5}})
      expect((await run(UserList, 'user:list', user)).exitCode).toBe(2)
    })
  },
  ['one broker', 'three brokers', 'SASL over TLS'],
)

onEachCluster(
  (cluster) => {
    it('is not supported, and says so', async () => {
      const {run} = await cluster()
      expect((await run(UserList, 'user:list')).exitCode).toBe(7)
      const made = await run(UserCreate, 'user:create', 'a', '--password-file', 'nowhere', '--yes', '--json')
      expect(made.json()).toMatchObject({ok: false, error: {code: 'UNSUPPORTED', exitCode: 7}})
    })
  },
  ['Redpanda'],
)

onEachCluster(
  (cluster) => {
    describe('what it warns of and refuses', () => {
      it('tells whom you are logged in as, and that others can read the file', async () => {
        const {run} = await cluster()
        const {stdout} = await run(UserDelete, 'user:delete', 'admin', '--dry-run')
        expect(stdout).toContain('! this is the user that you are logged in as')
        const open = await passwordFile('pw', 0o644)
        const argv = ['--password-file', open, '--json']
        const {json} = await run(UserSetPassword, 'user:set-password', 'guest', ...argv)
        expect(json().warnings.join()).toContain(`${open} holds a secret and others can read it (0644)`)
      })

      it('names the right that is missing, at once', async () => {
        const {sandbox} = await cluster()
        const guest = await testCluster('SASL over TLS', {
          'sasl.username': 'guest',
          'sasl.password_file': layout(sandbox.dir).password('guest'),
        })
        const {exitCode, stderr} = await guest.run(UserList, 'user:list')
        expect(exitCode).toBe(5)
        expect(stderr).toContain('--operation Describe --cluster')
      })

      it.each([
        ['a user that is there', UserCreate, ['guest'], 'BAD_INPUT'],
        ['a user that is not', UserDelete, ['nobody-has-this'], 'NOT_FOUND'],
        ['another password of nobody', UserSetPassword, ['nobody-has-this'], 'NOT_FOUND'],
        ['a mechanism that there is not', UserCreate, ['x', '--mechanism', 'plain'], 'BAD_FLAG'],
        ['too few iterations', UserCreate, ['x', '--iterations', '100'], 'BAD_FLAG'],
        ['iterations that are no number', UserSetPassword, ['guest', '--iterations', 'many'], 'BAD_FLAG'],
        ['a file that is not there', UserCreate, ['x', '--password-file', '/nowhere/at/all'], 'BAD_FLAG'],
        ['a name that nobody has', UserList, ['nobody-has-this'], 'NOT_FOUND'],
        ['two sources', UserCreate, ['x', '--password-file', 'a', '--password-stdin'], 'BAD_FLAG'],
      ])('refuses %s', async (_what, command, argv, code) => {
        const {json, exitCode} = await (await cluster()).run(command, 'user:test', ...argv, '--json')
        expect(json()).toMatchObject({ok: false, error: {code}})
        expect(exitCode).toBe(2)
      })

      it.each([
        ['an empty file', ''],
        ['a file of several lines', 'one\ntwo'],
      ])('refuses %s', async (_what, content) => {
        const file = await passwordFile(content)
        const {json} = await (
          await cluster()
        ).run(UserCreate, 'user:create', 'x', '--password-file', file, '--json')
        expect(json()).toMatchObject({ok: false, error: {code: 'BAD_INPUT', exitCode: 2}})
      })
    })
  },
  ['SASL over TLS'],
)
