import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {guardOf, type Guard} from '../../../../src/lib/change/guard.js'
import {
  forgetCluster,
  learnCluster,
  learntCluster,
  renameLearnt,
} from '../../../../src/lib/change/learnt-cluster.js'
import {resolveProfile, type ClusterRequest} from '../../../../src/lib/config/resolve.js'
import {scratchFolder} from '../../../helpers/scratch.js'

let folder: string
let config: string
beforeEach(() => {
  folder = scratchFolder()
  config = join(folder, 'config.yaml')
  answers = {}
})

const CONFIG = `
profiles:
  prod: {brokers: [k0:9092, k1:9092], protected: true}
  pinned: {brokers: [p0:9092], cluster_id: PINNED, protected: true}
  frozen: {brokers: [f0:9092], cluster_id: FROZEN, read_only: true}
  open: {brokers: [lb:9092]}
`
const resolve = async (request: ClusterRequest): ReturnType<typeof resolveProfile> => {
  await writeFile(config, CONFIG, {mode: 0o600})
  return resolveProfile(request, {KBOOK_CONFIG: config})
}
async function guard(
  request: ClusterRequest,
  clusterId: string | undefined,
  ...hosts: string[]
): Promise<Guard> {
  const brokers = hosts.map((host, id) => ({id, host, port: 9092, rack: undefined}))
  const info = {clusterId, controllerId: 0, brokers}
  const lookup = (host: string): Promise<string[]> => Promise.resolve(IP[host] ?? [])
  const ask = (name: string): Promise<string | undefined> => Promise.resolve(answers[name])
  return guardOf(await resolve(request), info, {config, state: folder, lookup, ask})
}
/** What the name server knows. */
const IP: Record<string, string[]> = {k0: ['10.0.0.1'], alias: ['10.0.0.9', '10.0.0.1']}
/** Which cluster answers at the addresses of a profile. */
let answers: Record<string, string>

describe('who has a say', () => {
  it('is the profile in use', async () => {
    expect(await guard({profile: 'prod'}, 'P')).toMatchObject({protectedName: 'prod', undecided: []})
    expect(await guard({profile: 'frozen'}, 'FROZEN')).toMatchObject({readOnlyBy: 'frozen'})
  })

  it('is a profile that names the cluster id, whichever way the cluster is reached', async () => {
    expect(await guard({brokers: 'tunnel:1'}, 'PINNED', 'x')).toMatchObject({protectedName: 'pinned'})
    expect(await guard({profile: 'open'}, 'FROZEN', 'x')).toMatchObject({readOnlyBy: 'frozen'})
    answers = {prod: 'P'}
    expect(await guard({brokers: 'p0:9092'}, 'OTHER')).toMatchObject({protectedName: undefined})
  })

  it('is a profile one of whose brokers was dialled, or is one of the cluster', async () => {
    expect(await guard({brokers: 'k1:9092'}, 'P')).toMatchObject({protectedName: 'prod'})
    expect(await guard({brokers: 'tunnel:1'}, 'P', 'k0')).toMatchObject({protectedName: 'prod'})
    expect(await guard({profile: 'open', brokers: 'k0:9092'}, 'P')).toMatchObject({protectedName: 'prod'})
    expect(await guard({brokers: 'p0:9092'}, undefined)).toMatchObject({protectedName: 'pinned'})
  })

  it('is a profile one of whose brokers has another name', async () => {
    expect(await guard({brokers: 'alias:9092'}, 'P')).toMatchObject({protectedName: 'prod', undecided: []})
    expect(await guard({brokers: '10.0.0.1:9092'}, 'P')).toMatchObject({protectedName: 'prod', undecided: []})
    expect(await guard({brokers: 'alias:9093'}, 'P')).toMatchObject({undecided: ['prod']})
  })

  it('is asked for where nobody knows yet, and counts as this cluster where nobody answers', async () => {
    expect(await guard({profile: 'open'}, 'P', 'x')).toEqual({
      protectedName: 'prod',
      readOnlyBy: undefined,
      undecided: ['prod'],
    })
    answers = {prod: 'Q'}
    expect(await guard({profile: 'open'}, 'P', 'x')).toMatchObject({protectedName: undefined, undecided: []})
    answers = {prod: 'P'}
    expect(await guard({profile: 'open'}, 'P', 'x')).toMatchObject({protectedName: 'prod', undecided: []})
  })
})

describe('what was learnt', () => {
  it('holds on every other way to the cluster', async () => {
    await learnCluster(await resolve({profile: 'prod'}), 'P', folder)
    expect(await guard({profile: 'open'}, 'P', 'x')).toMatchObject({protectedName: 'prod', undecided: []})
    expect(await guard({profile: 'open'}, 'Q', 'x')).toEqual({
      protectedName: undefined,
      readOnlyBy: undefined,
      undecided: [],
    })
  })

  it('is not what answers at addresses that were given beside the profile', async () => {
    await learnCluster(await resolve({profile: 'prod', brokers: 'else:1'}), 'E', folder)
    expect(await learntCluster('prod', {brokers: ['k0:9092']}, folder)).toBeUndefined()
  })

  it('counts no more when the profile has other brokers', async () => {
    await learnCluster(await resolve({profile: 'prod'}), 'P', folder)
    expect(await learntCluster('prod', {brokers: ['k1:9092', 'k9:9092']}, folder)).toBe('P')
    expect(await learntCluster('prod', {brokers: ['moved:9092']}, folder)).toBeUndefined()
  })

  it('goes with the profile that is renamed, and away with the one that is removed', async () => {
    const brokers = ['k0:9092']
    await learnCluster(await resolve({profile: 'prod'}), 'P', folder)
    await renameLearnt('prod', 'production', folder)
    expect(await learntCluster('production', {brokers}, folder)).toBe('P')
    expect(await learntCluster('prod', {brokers}, folder)).toBeUndefined()
    await forgetCluster('production', folder)
    expect(await learntCluster('production', {brokers}, folder)).toBeUndefined()
    await renameLearnt('never-used', 'anything', folder)
  })

  it('does not keep a command from its result', async () => {
    await writeFile(join(folder, 'clusters'), 'a file where the folder should be')
    await learnCluster(await resolve({profile: 'prod'}), 'P', folder)
    await rm(join(folder, 'clusters'))
    expect(await learntCluster('prod', {brokers: ['k0:9092']}, folder)).toBeUndefined()
  })
})
