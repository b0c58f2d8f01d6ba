import {createHash, randomUUID} from 'node:crypto'
import {existsSync} from 'node:fs'
import {mkdir, readdir, rename, rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {KbookError} from '../errors.js'
import {cacheFolder} from './paths.js'

const KAFKA_VERSION = '4.1.0'
const MAVEN = 'mvn'

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>kbook</groupId><artifactId>sandbox</artifactId><version>1</version>
<build><pluginManagement><plugins><plugin><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
</plugin></plugins></pluginManagement></build>
<dependencies>
${dependency('org.apache.kafka', 'kafka_2.13', KAFKA_VERSION)}
${dependency('org.apache.kafka', 'kafka-tools', KAFKA_VERSION)}
${dependency('org.slf4j', 'slf4j-simple', '1.7.36')}
</dependencies></project>
`

export interface JarsOptions {
  env?: NodeJS.ProcessEnv
  onProgress?: (line: string) => void
  signal?: AbortSignal
}

/**
 * Kafka's broker and tools as a Java class path: those of `KAFKA_HOME` when it is set, else from a cache that
 * Maven fills once. Jar by jar, because a class archive fits only the very same list.
 *
 * @throws KbookError `MISSING_TOOL` without Maven, `NOT_FOUND` for a wrong `KAFKA_HOME`, `UNREACHABLE` when the
 * download fails.
 */
export async function kafkaClasspath(options: JarsOptions = {}): Promise<string> {
  const env = options.env ?? process.env
  const home = env['KAFKA_HOME']
  const folder = home ? join(resolve(home), 'libs') : cachedJars(env)
  if (home && !existsSync(folder)) {
    throw new KbookError('NOT_FOUND', `KAFKA_HOME is ${home}, but there is no ${folder}`, {
      hint: 'Point KAFKA_HOME at an unpacked Kafka 4 (it holds bin, config and libs), or unset it.',
    })
  }
  if (!existsSync(folder)) await download(folder, options)
  const jars = (await readdir(folder)).filter((name) => name.endsWith('.jar')).sort()
  return jars.map((name) => join(folder, name)).join(':')
}

const cachedJars = (env: NodeJS.ProcessEnv): string =>
  join(cacheFolder(env), `kafka-${createHash('sha256').update(POM).digest('hex').slice(0, 12)}`, 'libs')

// Into a folder of its own first, so that an interrupted or a second download never shows half a set.
async function download(folder: string, {env = process.env, onProgress, signal}: JarsOptions): Promise<void> {
  const {execa} = await import('execa')
  const cached = resolve(folder, '..')
  const staging = `${cached}.${randomUUID()}`
  await mkdir(staging, {recursive: true})
  try {
    await writeFile(join(staging, 'pom.xml'), POM)
    onProgress?.(`downloading Kafka ${KAFKA_VERSION} with Maven, about 55 MB, once`)
    const run = await execa(MAVEN, ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], {
      cwd: staging,
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      all: true,
      ...(signal === undefined ? {} : {cancelSignal: signal}),
    })
    if (signal?.aborted) return
    if (run.failed) throw run.exitCode === undefined ? noMaven() : downloadFailed(run.all)
    await rename(staging, cached).catch((error: unknown) => {
      if (!existsSync(folder)) throw error // Otherwise another download was faster, with the same content.
    })
  } finally {
    await rm(staging, {recursive: true, force: true})
  }
}

const noMaven = (): KbookError =>
  new KbookError('MISSING_TOOL', `the sandbox downloads Kafka with Maven, and ${MAVEN} does not run`, {
    hint: [
      'Install Maven (Debian: apt install maven, macOS: brew install maven),',
      'or unpack Kafka 4 yourself and set KAFKA_HOME: https://kafka.apache.org/downloads',
    ],
  })

const downloadFailed = (output: string): KbookError => {
  const lines = output.split('\n').filter((line) => line.includes('ERROR'))
  return new KbookError('UNREACHABLE', ['Maven could not download Kafka', ...lines.slice(0, 4)].join('\n'), {
    hint: 'Check the network and the proxy in ~/.m2/settings.xml, or unpack Kafka 4 yourself and set KAFKA_HOME.',
  })
}
