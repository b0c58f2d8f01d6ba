import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, normalize} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Command} from '@oclif/core/command'
import {describe, expect, it} from 'vitest'
import {ChangeCommand} from '../../../src/change-command.js'
import {knownErrors} from '../../../src/lib/explain/known.js'
import {OWN_ERRORS} from '../../../src/lib/explain/own-errors.js'
import {changesNothing} from '../../../src/lib/kafka/cluster/broker-pool.js'
import type {ApiName} from '../../../src/lib/kafka/protocol/apis/index.js'

const files = readdirSync('src/commands', {recursive: true})
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .sort()
const load = async (file: string): Promise<typeof Command> =>
  ((await import(pathToFileURL(join('src/commands', file)).href)) as {default: typeof Command}).default

/** Requests that change what a cluster holds. Those of a session (joining, logging in) and records are not among them. */
const APIS = readdirSync('src/lib/kafka/protocol/apis')
  .map((file) =>
    file.replace('.ts', '').replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  )
  .filter((name) => !changesNothing(name as ApiName))
  .filter(
    (name) =>
      !/^(?:Index|Sasl|Heartbeat|JoinGroup|SyncGroup|InitProducerId|Produce$|AddPartitions|EndTxn)/.test(
        name,
      ),
  )

const PLACES = [undefined, 'CONFIG_FILE', 'ACTION_HISTORY_FILE', 'KBOOK_PID_FILE']

const IMPORT = /(?:from|import\()\s*'(\.[^']+)\.js'/g
const sources = new Map<string, string>()
const sourceOf = (path: string): string => {
  let text = sources.get(path)
  // Types do no work.
  if (text === undefined)
    sources.set(path, (text = readFileSync(path, 'utf8').replaceAll(/^import type[^]*?'$/gm, '')))
  return text
}
/** Everything that a file needs, itself included. */
function closure(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const [, target = ''] of sourceOf(path).matchAll(IMPORT)) {
    closure(normalize(join(dirname(path), `${target}.ts`)), seen)
  }
  return seen
}

/** Files that send a request which changes something. */
const sends = (path: string): readonly string[] =>
  APIS.filter(
    (api) =>
      !path.includes('/protocol/') && new RegExp(`\\(\\s*(?:[\\w.]+,\\s*)?'${api}'`).test(sourceOf(path)),
  )

const EXCEPTIONS = [
  // Commits for a group that it is a member of, and keeps dead letters in a topic of its own.
  'consume.ts',
  // Only reads, by a module that also changes.
  'topic/reassign-status.ts',
]

describe('every command that can send a changing request', () => {
  const senders = files.flatMap((file) => {
    const through = [...closure(join('src/commands', file))].filter((path) => sends(path).length > 0)
    return through.length > 0 && !EXCEPTIONS.includes(file) ? [{file, through}] : []
  })

  it('is looked for among requests that there are', () => {
    expect(APIS).toEqual(expect.arrayContaining(['DeleteTopics', 'OffsetCommit', 'IncrementalAlterConfigs']))
    expect(senders.length).toBeGreaterThan(5)
  })

  it.each(senders)('$file is a ChangeCommand', async ({file, through}) => {
    expect((await load(file)).prototype instanceof ChangeCommand, through.join(', ')).toBe(true)
  })
})

describe('every command that changes a cluster', () => {
  it('has the flags of the one confirmation rule, and no other way around it', async () => {
    for (const file of files) {
      const command = await load(file)
      if (!(command.prototype instanceof ChangeCommand)) continue
      const flags = {...command.baseFlags, ...command.flags}
      expect(Object.keys(flags), file).toEqual(expect.arrayContaining(['yes', 'dry-run', 'confirm']))
      expect(Object.keys(flags), file).not.toContain('force')
    }
  })

  it('is the only one that writes the audit log', () => {
    const writers = ['src', 'src/commands', 'src/lib'].flatMap((folder) =>
      readdirSync(folder, {recursive: folder !== 'src'})
        .map((name) => join(folder, String(name)))
        .filter((path) => path.endsWith('.ts') && /\bnote(?:Begin|End)\(/.test(sourceOf(path))),
    )
    expect(writers.sort()).toEqual(['src/change-command.ts', 'src/lib/change/audit-log.ts'])
  })
})

it('the environment answers no flag: all that it says is where files of a consumer are', async () => {
  for (const file of files) {
    const command = await load(file)
    const given = [
      ...Object.entries({...command.baseFlags, ...command.flags}),
      ...Object.entries(command.args),
    ]
    for (const [name, {env}] of given as [string, {env?: string}][]) {
      const allowed = command.prototype instanceof ChangeCommand ? [undefined] : PLACES
      expect(allowed, `${file} ${name}`).toContain(env)
    }
  }
})

describe('commands that explanations name', () => {
  const lines = [...knownErrors().map(({explanation}) => explanation), ...Object.values(OWN_ERRORS)].flatMap(
    ({run = []}) => run,
  )
  it.each([...new Set(lines)])('%s', async (line) => {
    const words = line.split(' ').slice(1)
    const path = [3, 2, 1]
      .map((n) => `${words.slice(0, n).join('/')}.ts`)
      .find((name) => files.includes(name))
    expect(path, 'a command').toBeDefined()
    const command = await load(path ?? '')
    const given = words.slice((path ?? '').split('/').length)
    // What follows is a place for a name, not a verb that there is not.
    expect(given[0] ?? '--').toMatch(/^(?:--|[A-Z]+$|__consumer_offsets$)/)
    const flags = Object.entries({...command.baseFlags, ...command.flags}).flatMap(
      ([name, {aliases = []}]) => [name, ...aliases],
    )
    const named = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2))
    expect(flags).toEqual(expect.arrayContaining(named))
  })
})
