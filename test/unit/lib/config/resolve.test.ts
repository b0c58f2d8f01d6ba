import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {originText} from '../../../../src/lib/config/origin.js'
import {resolveProfile, type ClusterRequest} from '../../../../src/lib/config/resolve.js'

let file: string
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'kbook-resolve-')), 'config.yaml')
  await writeFile(
    file,
    `current: dev
profiles:
  prod:
    brokers: [prod:9093]
    sasl: {mechanism: plain, username: ops, password_file: /run/prod}
    request_timeout: 20s
  dev:
    brokers: [dev:9092]
  bare: {}
`,
  )
})
afterEach(() => rm(join(file, '..'), {recursive: true}))

/** What is in force, each value with what said so. */
async function inForce(request: ClusterRequest, env: Record<string, string> = {}): Promise<unknown> {
  const {name, settings, origins, chosenBy} = await resolveProfile(request, {KBOOK_CONFIG: file, ...env})
  const shown = [...origins].map(([path, origin]) => {
    const value: unknown = JSON.parse(JSON.stringify(settings[path]))
    return [path, [value, originText(origin).replace(file, 'file')]]
  })
  const by = originText(chosenBy).replace(file, 'file')
  return {name, by, ...(Object.fromEntries(shown) as object)}
}

describe('which cluster', () => {
  it('is the current one when nothing else is said', async () => {
    expect(await inForce({})).toEqual({
      name: 'dev',
      by: 'file:1',
      brokers: [['dev:9092'], 'file:8'],
      request_timeout: ['10s', 'default'],
    })
  })

  it('is the one that KBOOK_PROFILE names, before the current one', async () => {
    expect(await inForce({}, {KBOOK_PROFILE: 'prod'})).toMatchObject({name: 'prod', by: 'KBOOK_PROFILE'})
  })

  it('is the one that --profile names, whatever the environment says', async () => {
    const env = {KBOOK_PROFILE: 'dev', KBOOK_BROKERS: 'elsewhere:1'}
    expect(await inForce({profile: 'prod'}, env)).toMatchObject({
      name: 'prod',
      by: '--profile',
      brokers: [['prod:9093'], 'file:4'],
    })
  })

  it('takes nothing from any profile when only brokers are named', async () => {
    const byFlag = await inForce({brokers: 'x:1, y'}, {KBOOK_PROFILE: 'prod'})
    expect(byFlag).toEqual({
      name: 'x:1',
      by: '--brokers',
      brokers: [['x:1', 'y:9092'], '--brokers'],
      request_timeout: ['10s', 'default'],
    })
    expect(await inForce({}, {KBOOK_BROKERS: 'x:1'})).toEqual({
      name: 'x:1',
      by: 'KBOOK_BROKERS',
      brokers: [['x:1'], 'KBOOK_BROKERS'],
      request_timeout: ['10s', 'default'],
    })
  })

  it('is not looked up in the file when only brokers are named', async () => {
    await writeFile(file, 'broken: [')
    expect(await inForce({brokers: 'x:1'})).toMatchObject({name: 'x:1'})
  })

  it('is the profile at other addresses when one level names both', async () => {
    const both = {name: 'prod', 'sasl.username': ['ops', 'file:5']}
    expect(await inForce({profile: 'prod', brokers: 'tunnel:1'})).toMatchObject({
      ...both,
      brokers: [['tunnel:1'], '--brokers'],
    })
    expect(await inForce({}, {KBOOK_PROFILE: 'prod', KBOOK_BROKERS: 'tunnel:1'})).toMatchObject({
      ...both,
      brokers: [['tunnel:1'], 'KBOOK_BROKERS'],
    })
  })

  it('ignores empty variables', async () => {
    expect(await inForce({}, {KBOOK_PROFILE: '', KBOOK_BROKERS: ''})).toMatchObject({name: 'dev'})
  })
})

describe('each setting', () => {
  it('comes from the flag, else the variable, else the profile, else the default', async () => {
    const timeouts = async (request: ClusterRequest, env = {}): Promise<unknown> =>
      ((await inForce(request, env)) as {request_timeout: unknown}).request_timeout
    const env = {KBOOK_REQUEST_TIMEOUT: '30s'}
    expect(await timeouts({profile: 'dev'})).toEqual(['10s', 'default'])
    expect(await timeouts({profile: 'prod'})).toEqual(['20s', 'file:6'])
    expect(await timeouts({profile: 'prod'}, env)).toEqual(['30s', 'KBOOK_REQUEST_TIMEOUT'])
    expect(await timeouts({profile: 'prod', requestTimeout: '40s'}, env)).toEqual([
      '40s',
      '--request-timeout',
    ])
  })

  it('puts weaker ways to say the same thing out of force', async () => {
    const resolved = await inForce({profile: 'prod'}, {KBOOK_SASL_PASSWORD: 'hunter2'})
    expect(resolved).toMatchObject({'sasl.password': ['***', 'KBOOK_SASL_PASSWORD']})
    expect(resolved).not.toHaveProperty(['sasl.password_file'])
  })

  it('lets no variable loosen a guard', async () => {
    const env = {
      KBOOK_PROTECTED: 'false',
      KBOOK_READ_ONLY: 'false',
      KBOOK_CLUSTER_ID: 'x',
      KBOOK_TLS_INSECURE: 'true',
    }
    expect(await inForce({}, env)).toEqual(await inForce({}))
  })
})

describe('what cannot be resolved', () => {
  it('no cluster at all: how to get one', async () => {
    await writeFile(file, '')
    await expect(inForce({})).rejects.toMatchObject({code: 'NO_CLUSTER', exitCode: 2})
    await writeFile(file, 'profiles:\n  a: {brokers: k:1}\n')
    await expect(inForce({})).rejects.toMatchObject({hints: ['Profiles: a', 'kbook profile use a']})
  })

  it.each([{profile: 'prd'}, {}])('a profile that there is not: %j', async (request) => {
    await expect(inForce(request, {KBOOK_PROFILE: 'prd'})).rejects.toMatchObject({
      code: 'PROFILE_NOT_FOUND',
      message: `there is no profile "prd" in ${file}`,
    })
  })

  it('a value that does not fit, by the name of its flag or variable', async () => {
    await expect(inForce({brokers: 'a b'})).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: '--brokers: expected a list of host:port',
    })
    await expect(inForce({timeout: '5'})).rejects.toThrow('--timeout: expected a number with its unit')
    await expect(inForce({}, {KBOOK_TLS: 'hunter2'})).rejects.toThrow('KBOOK_TLS: expected true or false')
  })

  it('two variables that say the same thing', async () => {
    const env = {KBOOK_SASL_PASSWORD: 'x', KBOOK_SASL_PASSWORD_FILE: '/y'}
    await expect(inForce({}, env)).rejects.toThrow(
      'KBOOK_SASL_PASSWORD and KBOOK_SASL_PASSWORD_FILE say the same thing',
    )
  })
})

it('a variable cannot take TLS away from a profile that asks for it', async () => {
  await writeFile(
    file,
    'profiles:\n  prod:\n    brokers: k:1\n    tls: {ca: ca.pem}\n  open:\n    brokers: k:1\n',
  )
  const env = {KBOOK_TLS: 'false'}
  await expect(inForce({profile: 'prod'}, env)).rejects.toMatchObject({code: 'REFUSED', exitCode: 5})
  expect(await inForce({profile: 'open'}, env)).toMatchObject({name: 'open'})
})
