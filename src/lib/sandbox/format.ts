import {randomBytes} from 'node:crypto'
import {cp, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {KbookError} from '../errors.js'
import {failureLines} from './failure-lines.js'
import {runJava, type Java} from './java.js'
import {layout} from './paths.js'
import {renderProperties} from './properties.js'
import type {SandboxState} from './types.js'

/** A random id as Kafka writes them: 16 bytes in base64url, never with a dash in front. */
export function kafkaUuid(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? kafkaUuid() : id
}

export interface FormatInput {
  dir: string
  state: SandboxState
  java: Java
  jvmOptions: readonly string[]
  classpath: string
  passwords: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/**
 * Prepares the data folders of all nodes. Kafka's own tool formats the first one, with SCRAM users and share
 * groups; the others differ from it only in their ids, which saves a JVM each.
 */
export async function formatStorage(input: FormatInput): Promise<void> {
  const {dir, state, signal} = input
  const [first, ...others] = state.nodes.map(({id}) => ({id, ...layout(dir).node(id)}))
  if (!first) return
  const users = Object.entries(input.passwords).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map((mechanism) => `${mechanism}=[name=${name},password=${password}]`),
  )
  const run = await runJava({
    java: input.java,
    jvmOptions: input.jvmOptions,
    classpath: input.classpath,
    mainClass: 'kafka.tools.StorageTool',
    args: [
      ...['format', '-t', state.clusterId, '-c', first.properties, '--feature', 'share.version=1'],
      ...users.flatMap((user) => ['--add-scram', user]),
    ],
    ...(signal === undefined ? {} : {signal}),
  })
  signal?.throwIfAborted()
  if (run.exitCode !== 0) throw formatFailed(`${run.stdout}\n${run.stderr}`)
  for (const node of others) {
    await cp(first.data, node.data, {recursive: true})
    const meta = {version: '1', 'cluster.id': state.clusterId, 'node.id': String(node.id)}
    await writeFile(
      join(node.data, 'meta.properties'),
      renderProperties({...meta, 'directory.id': kafkaUuid()}),
    )
  }
}

const formatFailed = (output: string): KbookError =>
  new KbookError('BAD_CONFIG', ['Kafka does not take these settings', ...failureLines(output)].join('\n'), {
    hint: 'See what was given with --config.',
  })
