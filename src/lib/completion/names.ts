import type {KafkaConnection} from '../config/connection.js'
import type {Cluster} from '../kafka/cluster.js'
import {beginningWith, type Candidate, type NamesWanted, type ParsedLine} from './complete.js'

/** A cluster that takes longer than this to answer has no names to offer. */
const LIMIT_MS = 2000
/** A shell shows no more than this in a useful way. */
const MOST = 500

/**
 * The names that were asked for and begin with what is typed: profiles from the config file, groups and topics from the cluster that the line, the
 * environment or the current profile names.
 *
 * Nothing is offered rather than an error shown in the middle of typing. A password or token command is never
 * run for it: a key press must not ask for a fingerprint.
 */
export async function namesOf({kind, prefix, line}: NamesWanted, typing: string): Promise<Candidate[]> {
  try {
    const names =
      kind === 'profiles' ? await profiles() : await withCluster(line, kind === 'groups' ? groups : topics)
    const whole = names.map((name) => ({...name, value: prefix + name.value}))
    return beginningWith(typing, whole).slice(0, MOST)
  } catch {
    return []
  }
}

async function profiles(): Promise<Candidate[]> {
  const {listProfiles} = await import('../config/overview.js')
  const list = await listProfiles()
  return list.profiles.map(({name, brokers}) => ({value: name, description: brokers.join(', ')}))
}

async function groups(cluster: Cluster): Promise<Candidate[]> {
  const {listGroups} = await import('../kafka/list-groups.js')
  const listing = await listGroups(cluster)
  return listing.groups.map(({groupId, state}) => ({value: groupId, description: state}))
}

async function topics(cluster: Cluster): Promise<Candidate[]> {
  const found = [...(await cluster.topics()).values()].filter(({internal}) => !internal)
  return found.map(({name, partitions}) => ({value: name, description: `${partitions.length} partitions`}))
}

async function withCluster(
  {values}: ParsedLine,
  ask: (cluster: Cluster) => Promise<Candidate[]>,
): Promise<Candidate[]> {
  const connection = await connectionFor(values.get('profile'), values.get('brokers'))
  if (!connection) return []
  const {openCluster} = await import('../kafka/cluster.js')
  const cluster = openCluster(connection)
  try {
    return await ask(cluster)
  } finally {
    await cluster.close()
  }
}

async function connectionFor(profile?: string, brokers?: string): Promise<KafkaConnection | undefined> {
  const {resolveProfile} = await import('../config/resolve.js')
  const resolved = await resolveProfile({profile, brokers, requestTimeout: `${LIMIT_MS}ms`})
  if ([...resolved.origins.keys()].some((path) => path.endsWith('_command'))) return undefined
  const {connectionOf} = await import('../config/connect.js')
  return connectionOf(resolved)
}
