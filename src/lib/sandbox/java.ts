import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {KbookError} from '../errors.js'

/** Kafka 4 brokers need it: https://kafka.apache.org/41/documentation/compatibility/ */
const MIN_JAVA = 17

export interface Java {
  command: string
  major: number
  /** Changes with the build of the JVM. */
  fingerprint: string
}

/** The JVM in `JAVA_HOME`, else the one on the `PATH`. Throws `MISSING_TOOL` without one that is new enough. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java> {
  const {execa} = await import('execa')
  const command = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java'
  const run = await execa(command, ['-version'], {reject: false, stdin: 'ignore', env, extendEnv: false})
  const hint = [
    `Install a Java runtime of version ${MIN_JAVA} or later (Debian: apt install openjdk-17-jre-headless,`,
    'macOS: brew install openjdk), or point JAVA_HOME at one.',
  ]
  if (run.failed) {
    throw new KbookError('MISSING_TOOL', `the sandbox runs Kafka on Java, and ${command} does not run`, {
      hint,
    })
  }
  const major = javaMajor(run.stderr)
  if (major === undefined || major < MIN_JAVA) {
    const found = run.stderr.split('\n')[0] ?? ''
    throw new KbookError('MISSING_TOOL', `Kafka 4 needs Java ${MIN_JAVA}, but ${command} says: ${found}`, {
      hint,
    })
  }
  const fingerprint = createHash('sha256').update(run.stderr).digest('hex').slice(0, 12)
  return {command, major, fingerprint}
}

/** `openjdk version "17.0.15" …` → 17; before version 9 it was `"1.8.0_402"`. */
export function javaMajor(versionOutput: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(versionOutput) ?? []
  if (first === undefined) return undefined
  return Number(first === '1' ? second : first)
}

export interface JavaRun {
  java: Java
  jvmOptions?: readonly string[]
  classpath: string
  mainClass: string
  args: readonly string[]
  input?: string
  timeoutMs?: number
  signal?: AbortSignal
}

export interface JavaResult {
  exitCode: number | undefined
  stdout: string
  stderr: string
}

/** Runs a Java program to its end; its exit code is the caller's to judge. */
export async function runJava(run: JavaRun): Promise<JavaResult> {
  const {execa} = await import('execa')
  const options = [...(run.jvmOptions ?? []), '-cp', run.classpath, run.mainClass]
  const result = await execa(run.java.command, [...options, ...run.args], {
    reject: false,
    ...(run.input === undefined ? {stdin: 'ignore'} : {input: run.input}),
    ...(run.timeoutMs === undefined ? {} : {timeout: run.timeoutMs}),
    ...(run.signal === undefined ? {} : {cancelSignal: run.signal}),
  })
  return {exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr}
}
